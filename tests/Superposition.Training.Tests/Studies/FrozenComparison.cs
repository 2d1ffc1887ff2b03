using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using Superposition.Studies;

namespace Superposition.Tests.Studies;

/// <summary>Compares frozen numbers with rows of a study.</summary>
internal static class FrozenComparison
{
    // On the kind of machine that made the records, AMD's with AVX-512, every bit was the same when they were made. On another kind
    // products of float32 matrices are summed in another order, so that the seventh digit differs, of small numbers as much as of the
    // sums that they come from; the sixth of derivatives from differences; and an output that is all but ½ may change its side.
    private static readonly bool IsKindOfTheRecords =
        X86Base.IsSupported && Vector512.IsHardwareAccelerated && X86Base.CpuId(0, 0).Ebx == BitConverter.ToInt32("Auth"u8);

    private static double LastBits(double number) =>
        IsKindOfTheRecords ? 1e-9 * Math.Abs(number) : 1e-5 * Math.Max(0.1, Math.Abs(number));

    private static double FewSides(double count) => IsKindOfTheRecords ? 0 : Math.Max(2, 0.01 * count);

    public static void SameSeries(IEnumerable<double> expected, StudyRow row, string measure)
    {
        var (was, now) = (expected.ToArray(), Assert.IsType<StudyValue.Series>(row.Measures[measure]).Values);
        Assert.Equal(was.Length, now.Length);
        Assert.All(was.Zip(now), (pair, i) => Assert.True(
            Math.Abs(pair.First - pair.Second) <= LastBits(Math.Max(1, Math.Abs(pair.First))),
            $"{row.Cell}: {measure}[{i}] was {pair.First}, now {pair.Second}."));
    }

    public static void SameCurve(JsonElement records, StudyRow row, string measure, Func<JsonElement, JsonElement> value) =>
        SameSeries(records.EnumerateArray().Select(record => value(record).GetDouble()), row, measure);

    public static void SameErrors(JsonElement errors, StudyRow row, bool byMinimax = false, string prefix = "")
    {
        Same(errors.GetProperty("epsilon"), row, $"{prefix}epsilon", byMinimax ? 2e-6 : 0);
        if (byMinimax)
        {
            // There are many read-offs of the smallest worst error, and the exchange method may find another than the simplex did.
            return;
        }

        Same(errors.GetProperty("rms"), row, $"{prefix}rms");
        Same(errors.GetProperty("thresholdErrors"), row, $"{prefix}errors.threshold");
        foreach (var one in errors.GetProperty("classes").EnumerateArray().Where(one =>
            one.GetProperty("errors").GetProperty("count").GetInt64() > 0))
        {
            foreach (var (key, name) in new[] { ("count", "count"), ("mean", "mean"), ("std", "std"), ("rms", "rms"), ("q50", "median"),
                ("q90", "q90"), ("q99", "q99"), ("max", "max") })
            {
                Same(one.GetProperty("errors").GetProperty(key), row, $"{prefix}{name}.{one.GetProperty("class")}");
            }
        }
    }

    // Quantiles of errors that are zero were the upper edge of the lowest bin of a histogram.
    private const double LowestBin = 1.2e-41;

    /// <summary>
    /// The same number, but for last bits where the processor is another kind. Certified bounds and similarities are computed by other
    /// methods than when the records were made (an exchange method in the place of the simplex, shortest augmenting paths in the place of
    /// a flow), so their last digits may differ, and no more.
    /// </summary>
    public static void Same(JsonElement expected, StudyRow row, string measure, double allowed = 0)
    {
        var slack = measure.StartsWith("certified.", StringComparison.Ordinal)
            ? 2e-6
            : measure.StartsWith("similarity.", StringComparison.Ordinal)
            ? 1e-12
            : Math.Max(allowed, LowestBin);
        var bits = measure.EndsWith("errors.threshold", StringComparison.Ordinal)
            ? FewSides(expected.GetDouble())
            : LastBits(expected.GetDouble());
        Assert.True(
            row.Measures.TryGetValue(measure, out var value) && Math.Abs(value.AsNumber!.Value - expected.GetDouble()) <= slack + bits,
            $"{row.Cell}: {measure} was {expected}, now {value}.");
    }
}
