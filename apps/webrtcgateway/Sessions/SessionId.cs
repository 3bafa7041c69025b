using System.Security.Cryptography;
using System.Text;

namespace Sylk.WebRtcGateway.Sessions;

/// <summary>Ids of incoming calls.</summary>
internal static class SessionId
{
    /// <summary>MD5 of the Call-ID written as a UUID: apps woken by push know the Call-ID alone.</summary>
    public static string Of(string callId) => new Guid(MD5.HashData(Encoding.UTF8.GetBytes(callId)), bigEndian: true).ToString("D");
}
