using System.ComponentModel;
using System.Globalization;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>The shares of the kinds of gates in a spec.</summary>
public sealed record GateShares
{
    /// <summary>The share of COPY gates, which pass one feature on: 0 … 1.</summary>
    [Description("The share of COPY gates.")]
    public required double Copy { get; init; }

    /// <summary>The share of AND gates of two features: 0 … 1.</summary>
    [Description("The share of AND gates.")]
    public required double And { get; init; }

    /// <summary>The share of OR gates of two features: 0 … 1.</summary>
    [Description("The share of OR gates.")]
    public required double Or { get; init; }

    /// <summary>The share of XOR gates of two features: 0 … 1.</summary>
    [Description("The share of XOR gates.")]
    public required double Xor { get; init; }

    /// <summary>The shares as a mix that circuits are drawn from.</summary>
    public GateMix ToMix() => new(Copy, And, Or, Xor);

    internal IEnumerable<SpecProblem> Problems(string path)
    {
        SpecProblem[] shares =
        [
            .. SpecRules.Between($"{path}.copy", Copy, 0.0, 1.0),
            .. SpecRules.Between($"{path}.and", And, 0.0, 1.0),
            .. SpecRules.Between($"{path}.or", Or, 0.0, 1.0),
            .. SpecRules.Between($"{path}.xor", Xor, 0.0, 1.0),
        ];
        var sum = Copy + And + Or + Xor;
        return shares.Length > 0 || Math.Abs(sum - 1) < 1e-9
            ? shares
            : [new SpecProblem(path, $"shares that add up to {sum.ToString(CultureInfo.InvariantCulture)}", "shares that add up to 1")];
    }
}
