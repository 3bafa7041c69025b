using Sylk.Media.Plane;

namespace Sylk.Media.Rtp;

/// <summary>How the extension elements of one leg become those of another.</summary>
internal sealed class HeaderExtensionMap
{
    private readonly byte[] _targetIds;

    public HeaderExtensionMap(IReadOnlyList<HeaderExtensionPlan> origin, IReadOnlyList<HeaderExtensionPlan> target)
    {
        _targetIds = new byte[origin.Count == 0 ? 0 : origin.Max(extension => extension.Id) + 1];
        foreach (var extension in origin)
        {
            if (!IsMadeHere(extension.Uri))
            {
                _targetIds[extension.Id] = FindId(target, extension.Uri);
            }
        }
        Mid = FindId(target, HeaderExtensionUris.Mid);
        TransportSequenceNumber = FindId(target, HeaderExtensionUris.TransportSequenceNumber);
        AbsoluteSendTime = FindId(target, HeaderExtensionUris.AbsoluteSendTime);
        IsTwoByte = target.Any(extension => extension.Id > 14);
        IsEmpty = target.Count == 0;
    }

    /// <summary>Nothing is sent, whatever comes.</summary>
    public bool IsEmpty { get; }

    /// <summary>Form of the elements sent: the short one wherever the ids allow it.</summary>
    public bool IsTwoByte { get; }

    /// <summary>Ids on the target leg of what is made there; 0 if not negotiated.</summary>
    public byte Mid { get; }
    public byte TransportSequenceNumber { get; }
    public byte AbsoluteSendTime { get; }

    /// <summary>Id on the target leg, 0 if the element does not pass.</summary>
    public byte Map(byte id) => id < _targetIds.Length ? _targetIds[id] : (byte)0;

    /// <summary>Id of a URI, 0 if it is not negotiated.</summary>
    public static byte FindId(IReadOnlyList<HeaderExtensionPlan> extensions, string uri) =>
        extensions.FirstOrDefault(extension => extension.Uri == uri)?.Id ?? 0;

    private static bool IsMadeHere(string uri) =>
        uri is HeaderExtensionUris.Mid or HeaderExtensionUris.TransportSequenceNumber or HeaderExtensionUris.AbsoluteSendTime;
}
