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
    public static Claim Of(string subject, string source, string kind, string inputClass, UniversalAndSize size, double tolerance)
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
                + $"features{state}, exactly {size.Inputs.Active} active, {size.Neurons} neurons)",
            Predicted = Math.Sqrt(size.Neurons) * construction.Predict(size)[inputClass].Std,
            Relation = Relation.Near,
            Tolerance = tolerance,
            Measure = seed => Math.Sqrt(size.Neurons) * Measure(kind, size, 200, seed)[inputClass].Std,
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

    /// <summary>A drawn network.</summary>
    public static ReluNetwork Build(string kind, UniversalAndSize size, Seed seed)
    {
        return UniversalAndConstructions.Find(kind)!.Build(size, seed);
    }
}
