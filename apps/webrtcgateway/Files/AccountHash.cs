using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Files;

/// <summary>What stands for an account in the URL of a file.</summary>
internal static class AccountHash
{
    [SuppressMessage("Security", "CA5351", Justification = "The form of the URLs. It hides nothing that has to be hidden: the signature is the permission.")]
    public static string Of(AccountAddress account) => Base64Url.EncodeToString(MD5.HashData(Encoding.UTF8.GetBytes(account.ToString())));
}
