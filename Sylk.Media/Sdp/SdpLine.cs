namespace Sylk.Media.Sdp;

/// <summary>A line this model gives no meaning to (<c>i=</c>, <c>u=</c>, <c>e=</c>, <c>r=</c>, <c>k=</c>, unknown types): kept as it came.</summary>
public readonly record struct SdpLine(char Type, string Value);
