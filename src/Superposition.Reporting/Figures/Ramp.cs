using System.Globalization;

namespace Superposition.Reporting.Figures;

/// <summary>
/// Colours for numbers: from dark to light for sizes, blue through white to red for signed values. Both keep their order in grey and for
/// the colour-blind.
/// </summary>
public static class Ramp
{
    // Viridis at eight equal steps (van der Walt and Smith 2015), and Brewer's red and blue ends.
    private static readonly (int R, int G, int B)[] Sizes =
        [(68, 1, 84), (70, 50, 127), (54, 92, 141), (39, 127, 142), (31, 161, 135), (74, 194, 109), (159, 218, 58), (253, 231, 37)];

    private static readonly (int R, int G, int B)[] Signs = [(5, 48, 97), (67, 147, 195), (209, 229, 240), (247, 247, 247), (253, 219, 199),
        (214, 96, 77), (103, 0, 31)];

    /// <summary>The colour of a size.</summary>
    /// <param name="share">Where it lies from the smallest, 0, to the largest, 1.</param>
    public static string Size(double share) => Hex(Between(Sizes, share));

    /// <summary>The colour of a signed value.</summary>
    /// <param name="value">From −1 to 1 of the largest absolute value.</param>
    public static string Sign(double value) => Hex(Between(Signs, (value + 1) / 2));

    private static (int R, int G, int B) Between((int R, int G, int B)[] stops, double share)
    {
        var place = Math.Clamp(share, 0, 1) * (stops.Length - 1);
        var low = Math.Min((int)place, stops.Length - 2);
        var part = place - low;
        var (a, b) = (stops[low], stops[low + 1]);
        return (Mix(a.R, b.R), Mix(a.G, b.G), Mix(a.B, b.B));

        int Mix(int from, int to) => (int)Math.Round(from + (part * (to - from)));
    }

    private static string Hex((int R, int G, int B) colour) =>
        string.Create(CultureInfo.InvariantCulture, $"#{colour.R:X2}{colour.G:X2}{colour.B:X2}");
}
