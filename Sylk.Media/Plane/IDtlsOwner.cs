using Sylk.Abstractions.Media;
using Sylk.Media.Dtls;

namespace Sylk.Media.Plane;

/// <summary>The transport below a <see cref="DtlsEndpoint"/>.</summary>
internal interface IDtlsOwner : IDtlsOutput
{
    void OnKeys(DtlsKeys keys);

    /// <summary>The association is over.</summary>
    void OnDtlsEnded(MediaFailure failure, string detail);
}
