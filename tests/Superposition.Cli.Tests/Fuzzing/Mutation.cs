using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Superposition.Tests.Fuzzing;

/// <summary>Changes to good files: what disks, editors, other programs and bad intentions make of them.</summary>
internal static partial class Mutation
{
    private static readonly string[] Tokens =
    [
        "null", "true", "[]", "{}", "\"\"", "0", "-1", "1e999", "-1e999", "1e-320", "NaN", "2147483648", "4294967296",
            "9223372036854775808", "1000000", "100000000", "0.5", "\u0000", "\u001b[2J",
        "\ud83d\ude00", "=1+1", "'", "\"", "\\", ",", "}", "]", "\n", "\r", "%s%n", "../..", "/dev/null",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "{\"vary\":[1,2]}", "{\"tune\":[1]}", "{\"kind\":\"own\"}", ".names", ".end", ".model x", "aag 1 1 0 1 0",
            "features 1000000", "outputs", "xor",
    ];

    /// <summary>A file with one to three changes.</summary>
    /// <param name="bytes">The good file.</param>
    /// <param name="other">Another, parts of which may be put in.</param>
    /// <param name="random">Decides.</param>
    public static byte[] Of(byte[] bytes, byte[] other, Random random)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            bytes = Change(bytes, other, random);
        }

        return bytes;
    }

    /// <summary>A word that means something somewhere.</summary>
    public static string Token(Random random) => Tokens[random.Next(Tokens.Length)];

    private static byte[] Change(byte[] bytes, byte[] other, Random random)
    {
        if (bytes.Length == 0)
        {
            return Encoding.UTF8.GetBytes(Token(random));
        }

        var place = random.Next(bytes.Length);
        var length = random.Next(1, 1 + Math.Min(bytes.Length - place, random.Next(2) == 0 ? 8 : 200));
        switch (random.Next(9))
        {
            case 0:
                byte[] flipped = [.. bytes];
                flipped[place] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                return bytes[..place];
            case 2:
                return [.. bytes[..place], .. bytes[(place + length)..]];
            case 3:
                return [.. bytes[..(place + length)], .. bytes[place..]];
            case 4:
                return [.. bytes[..place], .. Encoding.UTF8.GetBytes(Token(random)), .. bytes[place..]];
            case 5:
                var from = random.Next(other.Length + 1);
                return [.. bytes[..place], .. other[from..Math.Min(other.Length, from + length)], .. bytes[place..]];
            case 6:
                byte[] noise = [.. bytes];
                random.NextBytes(noise.AsSpan(place, length));
                return noise;
            default:
                return ReplaceValue(bytes, random);
        }
    }

    /// <summary>One number or word of a text becomes something else; the shape of the text stays.</summary>
    private static byte[] ReplaceValue(byte[] bytes, Random random)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var values = Value().Matches(text);
        if (values.Count == 0)
        {
            return bytes;
        }

        var value = values[random.Next(values.Count)];
        var token = random.Next(3) == 0 ? random.Next(-3, 40).ToString(CultureInfo.InvariantCulture) : Token(random);
        return [.. bytes[..value.Index], .. Encoding.UTF8.GetBytes(token), .. bytes[(value.Index + value.Length)..]];
    }

    [GeneratedRegex("\"[^\"\\n]{0,40}\"|-?\\d+(\\.\\d+)?|[a-z]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Value();
}
