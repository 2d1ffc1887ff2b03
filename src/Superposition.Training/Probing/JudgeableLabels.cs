using System.Globalization;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Which labels can be judged at all: those with enough different inputs on both sides. Known before anything is computed.
/// </summary>
public static class JudgeableLabels
{
    /// <summary>For each label why it cannot be judged, or null.</summary>
    /// <param name="labels_nc">Zeros and ones, shape [n, c].</param>
    /// <param name="identities">Which inputs are equal, or of one group.</param>
    /// <param name="least">How many different inputs a label needs with either value: one for each part of the cross-validation.</param>
    public static string?[] Problems(Tensor labels_nc, IReadOnlyList<int> identities, int least)
    {
        using var scope = NewDisposeScope();
        var distinct = identities.Count == 0 ? 0 : identities.Max() + 1;
        var isRepeated = distinct < identities.Count;
        var places_n = tensor(identities.Select(identity => (long)identity).ToArray(), int64);
        Tensor ByIdentity(Tensor values_nc) =>
            zeros(distinct, values_nc.shape[1]).index_add(0, places_n, values_nc, RootedScalars.One);
        var ones_kc = ByIdentity((labels_nc > 0.5).to(float32));
        var sizes_k1 = ByIdentity(ones(labels_nc.shape[0], 1));
        long[] Count(Tensor is_kc) => is_kc.sum([0]).data<long>().ToArray();
        return [.. Count(ones_kc > 0).Zip(Count(ones_kc < sizes_k1), (on, off) =>
        {
            string Inputs(long found) => string.Create(
                CultureInfo.InvariantCulture, $"{found} {(isRepeated ? "distinct " : "")}{(found == 1 ? "input" : "inputs")}");
            return (on, off) switch
            {
                (0, _) => "never 1",
                (_, 0) => "always 1",
                var (ones, _) when ones < least => $"1 on {Inputs(ones)}, expected at least {least}",
                var (_, zeros) when zeros < least => $"0 on {Inputs(zeros)}, expected at least {least}",
                _ => null,
            };
        })];
    }

    /// <summary>On how many inputs a label that can be judged is typically 1: the upper median; 1 where none can be.</summary>
    /// <param name="labels_nc">Zeros and ones, shape [n, c].</param>
    /// <param name="problems">Why each cannot be.</param>
    internal static int Typical(Tensor labels_nc, IReadOnlyList<string?> problems)
    {
        var positives = labels_nc.sum([0]).to(float64).data<double>().ToArray();
        double[] judged = [.. positives.Where((_, c) => problems[c] is null).Order()];
        return judged.Length == 0 ? 1 : (int)judged[judged.Length / 2];
    }

    /// <summary>In one sentence, which labels cannot be judged; null when all can.</summary>
    /// <param name="names">The labels.</param>
    /// <param name="problems">Why each cannot be.</param>
    public static string? Sentence(IReadOnlyList<string> names, IReadOnlyList<string?> problems)
    {
        const int named = 12;
        var groups = names.Zip(problems).Where(x => x.Second is not null).GroupBy(x => x.Second!).ToArray();
        var count = groups.Sum(group => group.Count());
        return count == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"Whether {count:N0} of {names.Count:N0} labels can be read cannot be judged: {string.Join("; ", groups.Select(Named))}.");

        string Named(IGrouping<string, (string First, string? Second)> group)
        {
            var more = group.Count() > named ? string.Create(CultureInfo.InvariantCulture, $" and {group.Count() - named:N0} more") : "";
            return $"{string.Join(", ", group.Take(named).Select(x => x.First))}{more} ({group.Key})";
        }
    }
}
