using System.Buffers.Binary;
using System.Text;

namespace Sylk.Media.Ice;

/// <summary>A local ufrag as it stands before the colon of USERNAME, packed into a number to find its owner without a string.</summary>
internal readonly record struct UfragKey(ulong Value)
{
    public static UfragKey From(string ufrag) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(Encoding.ASCII.GetBytes(ufrag)));

    /// <summary>Splits USERNAME; <c>false</c> if it cannot begin with a ufrag made here.</summary>
    public static bool TryRead(ReadOnlySpan<byte> username, out UfragKey local, out ReadOnlySpan<byte> remote)
    {
        if (username.Length <= IceRandom.UfragLength || username[IceRandom.UfragLength] != (byte)':')
        {
            local = default;
            remote = default;
            return false;
        }
        local = new(BinaryPrimitives.ReadUInt64BigEndian(username));
        remote = username[(IceRandom.UfragLength + 1)..];
        return true;
    }
}
