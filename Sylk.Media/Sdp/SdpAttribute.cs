namespace Sylk.Media.Sdp;

/// <summary>An <c>a=</c> line (RFC 8866 section 5.13).</summary>
/// <param name="Name">What stands before the first colon.</param>
/// <param name="Value">What stands behind it; <c>null</c> for a property attribute, which has no colon.</param>
public readonly record struct SdpAttribute(string Name, string? Value = null)
{
    public override string ToString() => Value is null ? Name : $"{Name}:{Value}";
}
