using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Protocol;

/// <summary>A party of a call.</summary>
/// <remarks><c>Uri</c>: Address without scheme.</remarks>
internal sealed record Identity(string Uri, string? DisplayName)
{
    public static Identity Of(NameAddress address) => new(AddressText.Of(address.Uri), address.DisplayName);
}
