using System.Globalization;
using MathNet.Numerics.Distributions;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Probing;

namespace Superposition.Tests.Probing.Gauntlet;

/// <summary>One probed network of the gauntlet.</summary>
internal sealed record GauntletResult(GauntletCase Case, Truth[] Truths, ProbingReport Report)
{
    public IEnumerable<(Truth Truth, Verdict Verdict, string Kind)> Pairs =>
        Truths.Zip(Report.Features, (truth, feature) => (truth, feature.Verdict, Case.Kind));

    // Of 2,016 pairs among 64 features nearly all are then on in at least five inputs, the fewest that readability is judged on.
    private const int MaxInputs = 8000;

    public static GauntletResult Of(GauntletCase network, ProbeSettings settings, ulong seed)
    {
        using var built = network.Network.ToNetwork();
        var sample = InputSample.AllUpTo(network.Inputs, MaxInputs, new Seed(seed).For("inputs"));
        var report = FeatureProbing.OfPairs(
            new NetworkSite(built, network.Layer), null, PairAnds.All(network.Inputs.Features), sample, settings, new Seed(seed));
        return new GauntletResult(network, network.Truths(), report);
    }
}

/// <summary>Truth and verdict of many pairs, counted.</summary>
internal sealed class Confusion(IEnumerable<(Truth Truth, Verdict Verdict, string Kind)> all)
{
    private readonly (Truth Truth, Verdict Verdict, string Kind)[] pairs = [.. all.Where(pair => pair.Truth != Truth.Faint)];

    /// <summary>Of the pairs that are used, how many are called anything that says they are not.</summary>
    public (int Count, int Of) FalselyUnused => Count(pair => pair.Truth == Truth.Used, pair =>
        pair.Verdict is Verdict.ReadableButUnused or Verdict.WeaklyReadable or Verdict.Absent);

    /// <summary>Of the pairs that are not used, how many are called used.</summary>
    public (int Count, int Of) FalselyUsed => Count(pair => pair.Truth != Truth.Used, pair => pair.Verdict == Verdict.Used);

    public (int Count, int Of) Decided => Count(_ => true, IsDecided);

    public (int Count, int Of) Right => Count(IsDecided, pair => pair.Truth switch
    {
        Truth.Used => pair.Verdict == Verdict.Used,
        Truth.Unused => pair.Verdict is Verdict.ReadableButUnused or Verdict.WeaklyReadable,
        _ => pair.Verdict != Verdict.Used,
    });

    /// <summary>A share with its exact binomial interval (Clopper and Pearson, 95 %).</summary>
    public static string Share((int Count, int Of) x)
    {
        var low = x.Count == 0 ? 0 : Beta.InvCDF(x.Count, x.Of - x.Count + 1, 0.025);
        var high = x.Count == x.Of ? 1 : Beta.InvCDF(x.Count + 1, x.Of - x.Count, 0.975);
        return x.Of == 0
            ? "none"
            : string.Create(CultureInfo.InvariantCulture,
                $"{x.Count:N0} of {x.Of:N0} = {100.0 * x.Count / x.Of:F2} [{100 * low:F2}, {100 * high:F2}] %");
    }

    public override string ToString()
    {
        var lines = new List<string> { $"{"class",-16}{"truth",-9}{"used",7}{"unused",8}{"weakly",8}{"absent",8}{"undec.",8}{"cannot",8}" };
        foreach (var own in pairs.GroupBy(pair => (pair.Kind, pair.Truth)).OrderBy(own =>
            own.Key.Kind, StringComparer.Ordinal).ThenBy(own => own.Key.Truth))
        {
            int Of(Verdict verdict) => own.Count(pair => pair.Verdict == verdict);
            lines.Add($"{own.Key.Kind,-16}{own.Key.Truth,-9}{Of(Verdict.Used),7}{Of(Verdict.ReadableButUnused),8}"
                + $"{Of(Verdict.WeaklyReadable),8}{Of(Verdict.Absent),8}{Of(Verdict.Undecided),8}{Of(Verdict.CannotBeJudged),8}");
        }

        lines.AddRange([$"false unused {Share(FalselyUnused)}", $"false used   {Share(FalselyUsed)}", $"right        {Share(Right)}",
            $"decided      {Share(Decided)}"]);
        return string.Join('\n', lines);
    }

    private static bool IsDecided((Truth Truth, Verdict Verdict, string Kind) pair) =>
        pair.Verdict is not (Verdict.Undecided or Verdict.CannotBeJudged);

    private (int Count, int Of) Count(
        Func<(Truth Truth, Verdict Verdict, string Kind), bool> among, Func<(Truth Truth, Verdict Verdict, string Kind), bool> which)
    {
        var own = pairs.Where(among).ToArray();
        return (own.Count(which), own.Length);
    }
}
