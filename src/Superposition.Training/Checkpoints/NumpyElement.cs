using System.Globalization;
using System.Text;

namespace Superposition.Checkpoints;

/// <summary>
/// NumPy's names of element types, such as "&lt;f4": a mark of the byte order (&lt;, &gt;, = or |), a letter and the bytes (of Unicode
/// text: the characters).
/// </summary>
internal static class NumpyElement
{
    private const int BytesOfCharacter = 4;
    private const int LongestText = 1 << 16;

    /// <summary>
    /// The type of a code, and whether its bytes are big-endian; codes that stand for no number and no text give a type that is listed and
    /// not read.
    /// </summary>
    public static (ElementType Type, bool IsBigEndian) Of(string code)
    {
        var isBigEndian = code.StartsWith('>');
        var plain = code.TrimStart('<', '>', '=', '|');
        if (plain.Length < 2 || plain.Length < code.Length - 1
            || !int.TryParse(plain.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            return plain == "?" ? (ElementType.Find("BOOL")!, false) : (ElementType.Unreadable(code), false);
        }

        var type = (plain[0], size) switch
        {
            ('f', 2 or 4 or 8) => ElementType.Find($"F{8 * size}"),
            ('i', 1 or 2 or 4 or 8) => ElementType.Find($"I{8 * size}"),
            ('u', 1 or 2 or 4 or 8) => ElementType.Find($"U{8 * size}"),
            ('b', 1) => ElementType.Find("BOOL"),
            ('U', <= LongestText) => ElementType.Text(code, BytesOfCharacter * size),
            ('S' or 'a', <= LongestText) => ElementType.Text(code, size),
            _ => null,
        };
        return (type ?? ElementType.Unreadable(code), isBigEndian && type?.Size > 1);
    }

    /// <summary>One string without the zeros that fill it up.</summary>
    public static string Text(byte[] bytes, StoredArray array)
    {
        var isUnicode = array.Type.Name.Contains('U', StringComparison.Ordinal);
        var encoding = isUnicode ? new UTF32Encoding(array.IsBigEndian, byteOrderMark: false) : Encoding.UTF8;
        return encoding.GetString(bytes).TrimEnd('\0');
    }
}
