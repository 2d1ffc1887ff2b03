namespace Superposition.Reproduction;

/// <summary>One published number next to ours.</summary>
/// <param name="Target">The published result, for example "SPNN, Fig. 21".</param>
/// <param name="Quantity">The number in words, with its sizes.</param>
/// <param name="Published">Their value.</param>
/// <param name="Ours">Our value.</param>
/// <param name="Tolerance">How far the ratio may be from 1 when the value is to be reproduced; not used when it is to be beaten.</param>
/// <param name="IsToBeBeaten">Whether ours has to be strictly below theirs (an error, a width), rather than equal to it.</param>
public sealed record ReproducedValue(string Target, string Quantity, double Published, double Ours, double Tolerance, bool IsToBeBeaten)
{
    /// <summary>Our value divided by the published one; 1 where they agree.</summary>
    public double Ratio => Ours / Published;

    /// <summary>The verdict; a number that is not finite never holds.</summary>
    public bool Holds => double.IsFinite(Ratio) && (IsToBeBeaten ? Ours < Published : Math.Abs(Ratio - 1) <= Tolerance);
}
