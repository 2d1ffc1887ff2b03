using Superposition.Booleans;
using Superposition.ErrorCorrection;

namespace Superposition.DeepCircuits;

/// <summary>What the units of a pool give for the number of active gate inputs that they see.</summary>
public enum PoolKind
{
    /// <summary>Full from one active input on: channels of COPY and OR gates, and of the circuit's inputs.</summary>
    Any,

    /// <summary>Full from two active inputs on: channels of AND gates.</summary>
    Both,

    /// <summary>Full at exactly one active input, by two thresholds: channels of XOR gates.</summary>
    One,
}

/// <summary>
/// Units of one layer that respond alike, and the channels of the gates that they serve. Gates of different thresholds are kept in
/// different pools, because a unit adds up the inputs of all its gates before its threshold.
/// </summary>
/// <param name="Kind">What the units give.</param>
/// <param name="Features">The features (gates) of the layer that the pool serves; channel c is that of Features[c].</param>
/// <param name="FirstUnit">The pool's units are FirstUnit, FirstUnit + 1, …</param>
/// <param name="Code">Its channels, in units counted from FirstUnit.</param>
/// <param name="Rise">The threshold at which the answer rises.</param>
/// <param name="Fall">For <see cref="PoolKind.One"/>, the threshold at which the answer falls again.</param>
public sealed record UnitPool(PoolKind Kind, int[] Features, int FirstUnit, ChannelCode Code, ClipWindow Rise, ClipWindow? Fall)
{
    /// <summary>The number of units in the pool; <see cref="Terms"/> tells how many ReLUs make one.</summary>
    public int Units => Code.Units;

    /// <summary>The ReLUs that make the answer of one unit.</summary>
    /// <param name="corrects">With error correction or without.</param>
    public ReluTerm[] Terms(bool corrects) => (corrects, Kind) switch
    {
        (true, _) => [.. Rise.Terms, .. (Fall?.Terms ?? []).Select(term => term with { Slope = -term.Slope })],
        (false, PoolKind.Both) => [new(1, 1)],
        (false, PoolKind.One) => [new(0, 1), new(1, -2)],
        _ => [new(0, 1), new(0, -1, Sign: -1)],
    };

    /// <summary>The answer with error correction: rounded by the windows.</summary>
    public float Corrected(float z) => Fall is { } fall ? Rise.Apply(z) - fall.Apply(z) : Rise.Apply(z);

    /// <summary>
    /// The answer without error correction: linear, or bent once where a gate needs it, so that noise is handed on. Copies, ANDs and XORs
    /// of clean inputs are exact, an OR of two active inputs gives 2.
    /// </summary>
    public float Uncorrected(float z) => Kind switch
    {
        PoolKind.Both => Math.Max(0, z - 1),
        PoolKind.One => Math.Max(0, z) - (2 * Math.Max(0, z - 1)),
        _ => z,
    };

    /// <summary>The pool that a kind of gate belongs to.</summary>
    public static PoolKind Of(LayerGateKind gate) => gate switch
    {
        LayerGateKind.And => PoolKind.Both,
        LayerGateKind.Xor => PoolKind.One,
        _ => PoolKind.Any,
    };
}
