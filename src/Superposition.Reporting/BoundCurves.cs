using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Reporting.Figures;
using Superposition.Representation;

namespace Superposition.Reporting;

/// <summary>Bounds on the width of universal AND as curves of ε against neurons, each named with its source.</summary>
internal static class BoundCurves
{
    private static readonly ImmutableArray<(string Id, string Label, Ink Ink)> Drawn =
    [
        // Its first power is the rank bound, with which it coincides at the widths of the shipped experiments.
        ("perturbed-identity", "needed: rank of perturbed identities (Alon 2009, constants derived here)", new Ink("#555555", Dash.Solid, Width: 1.2f)),
        ("centred", "order of what is enough: s² log m/ε² (derived here)", new Ink("#999999", Dash.Dotted, Width: 1.4f)),
    ];

    /// <summary>The curves within a panel's range of widths.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="leastNeurons">The left end.</param>
    /// <param name="mostNeurons">The right end.</param>
    /// <returns>The needed widths only where inputs with two active features belong to the set: their proof reads one AND from each.</returns>
    public static IEnumerable<Mark> Of(SparseInputs inputs, double leastNeurons, double mostNeurons) =>
        from drawn in Drawn
        let bound = Bounds.All.First(bound => bound.Id == drawn.Id)
        where bound.Side == BoundSide.Enough || (inputs.LeastActive <= 2 && inputs.Active >= 2)
        select new Curve(
            drawn.Label, drawn.Ink,
            [
                .. from step in Enumerable.Range(0, 160)
                   let epsilon = 0.9 * Math.Pow(0.02 / 0.9, step / 159.0)
                   let neurons = bound.Neurons(BoundSize.UniversalAnd(inputs.Features, inputs.Active, epsilon))
                   where neurons >= leastNeurons && neurons <= mostNeurons
                   select new CurvePoint(neurons, epsilon),
            ]);
}
