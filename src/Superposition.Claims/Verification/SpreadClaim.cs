using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.UniversalAnd;

namespace Superposition.Verification;

/// <summary>Rows on how far a construction's errors spread, and what measures them.</summary>
internal static class SpreadClaim
{
    /// <summary>√d times the standard deviation of a class's errors is what the construction itself predicts.</summary>
    /// <param name="subject">The claim's subject.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="kind">The construction.</param>
    /// <param name="inputClass">The class of inputs.</param>
    /// <param name="size">What it is built for.</param>
    /// <param name="tolerance">As a share of the prediction.</param>
    /// <param name="draws">Networks whose variances are averaged; sparse weights differ by some per cent from draw to draw.</param>
    public static Claim Of(
        string subject, string source, string kind, string inputClass, UniversalAndSize size, double tolerance, int draws = 1)
    {
        var construction = UniversalAndConstructions.Find(kind)!;
        var state = size.Encoding is { } encoding ? $" in {encoding.Dimension} dimensions" : "";
        return new Claim
        {
            Id = $"{kind}-{inputClass}-std-d{size.Neurons}",
            Subject = subject,
            Source = source,
            Statement =
                $"{construction.Summary}: √d times the standard deviation with {inputClass} of the pair active ({size.Features} "
                + $"features{state}, exactly {size.Inputs.Active} active, {size.Neurons} neurons"
                + $"{(draws == 1 ? "" : $", {draws} networks")})",
            Predicted = Math.Sqrt(size.Neurons) * construction.Predict(size)[inputClass].Std,
            Relation = Relation.Near,
            Tolerance = tolerance,
            Measure = seed => Math.Sqrt(size.Neurons * Enumerable.Range(0, draws).Average(draw => Math.Pow(
                Measure(kind, size, draws == 1 ? 200 : 50, draw == 0 ? seed : seed.For(FormattableString.Invariant($"draw-{draw}")))
                    [inputClass].Std, 2))),
        };
    }

    /// <summary>m features, exactly s active.</summary>
    public static UniversalAndSize Size(int features, int active, int neurons, int? dimension = null) =>
        new(
            new SparseInputs(features, active, Sparsity.Exactly), neurons, Encoding: dimension is { } d0
            ? new EncodingSize(EncodingKind.Gaussian, d0)
            : null);

    /// <summary>Errors of a drawn network on drawn inputs.</summary>
    public static ErrorReport Measure(string kind, UniversalAndSize size, int inputs, Seed seed)
    {
        using var network = Build(kind, size, seed);
        return OutputErrors.Measure(
            network, PairAnds.All(size.Features), InputSample.AllUpTo(size.Inputs, inputs, seed.For("measurement")));
    }

    /// <summary>Draws the network of a universal-AND construction, by its kind; the caller disposes it.</summary>
    public static ReluNetwork Build(string kind, UniversalAndSize size, Seed seed)
    {
        return UniversalAndConstructions.Find(kind)!.Build(size, seed);
    }
}
