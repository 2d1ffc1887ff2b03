using System.Globalization;
using Superposition.Booleans;
using Superposition.Probing;
using Xunit.Abstractions;

namespace Superposition.Tests.Probing.Gauntlet;

/// <summary>
/// Networks of which it is known which ANDs their outputs use, found out by interchange on every input in plain arithmetic. Even seeds
/// chose the thresholds (docs/decisions), odd seeds judge them.
/// </summary>
public class GauntletTests(ITestOutputHelper output)
{
    private static readonly ProbeSettings Settings = ProbeSettings.Usual with { Controls = 999, RandomDirections = 999 };

    [Fact]
    public void Twenty_networks_of_known_truth_are_judged_as_they_are()
    {
        (string Name, Func<Random, GauntletCase> Draw)[] kinds = [.. GauntletKinds.All.Where(kind => kind.Name != "few of many")];
        var results = kinds.Concat(kinds.Take(5)).Select((kind, i) =>
            GauntletResult.Of(kind.Draw(new Seed((ulong)i).Stream($"fast {kind.Name}")), Settings, (ulong)i)).ToArray();
        var confusion = new Confusion(results.SelectMany(result => result.Pairs));
        output.WriteLine(confusion.ToString());
        Assert.Equal(20, results.Length);
        Assert.Equal(0, confusion.FalselyUnused.Count);
        Assert.InRange(confusion.FalselyUsed.Count, 0, 0.02 * confusion.FalselyUsed.Of);
        Assert.InRange(confusion.Right.Count, 0.97 * confusion.Right.Of, confusion.Right.Of);
        Assert.InRange(confusion.Decided.Count, 0.85 * confusion.Decided.Of, confusion.Decided.Of);

        // Where nothing was drawn, "not used" is said to be a fact.
        Assert.Contains(results.SelectMany(result => result.Report.Features), feature =>
            feature is { Verdict: Verdict.ReadableButUnused, IsProved: true });
    }

    /// <summary>
    /// With exactly s active features a neuron of several features hides its pairs from a median over replacements: they are used, or it
    /// cannot be told, but none is called unused.
    /// </summary>
    [Fact]
    public void With_exactly_s_active_pairs_of_a_majority_are_not_called_unused()
    {
        var draw = GauntletForms.All.Single(kind => kind.Name == "majority").Draw;
        var results = Enumerable.Range(101, 120).Select(seed => (Seed: (ulong)seed, Case: draw(new Seed((ulong)seed).Stream("majority"))))
            .Where(drawn => drawn.Case.Inputs.Sparsity == Sparsity.Exactly).Take(30)
            .Select(drawn => GauntletResult.Of(drawn.Case, Settings, drawn.Seed)).ToArray();
        var confusion = new Confusion(results.SelectMany(result => result.Pairs));
        output.WriteLine(confusion.ToString());
        Assert.InRange(confusion.FalselyUnused.Of, 20, 1000);
        Assert.Equal(0, confusion.FalselyUnused.Count);
        Assert.InRange(confusion.Decided.Count, 0.8 * confusion.Decided.Of, confusion.Decided.Of);
    }

    /// <summary>All 23 classes, seven networks of each half: 322 networks.</summary>
    [Theory, Trait("Category", "Slow")]
    [InlineData(0, "the half that chose")]
    [InlineData(1, "the held-out half")]
    public void Networks_of_known_truth_are_judged_as_they_are(ulong half, string name)
    {
        var confusion = new Confusion(Run(half, each: 7, Settings).SelectMany(result => result.Pairs));
        output.WriteLine($"{name}\n{confusion}");
        Assert.InRange(confusion.FalselyUnused.Count, 0, 0.01 * confusion.FalselyUnused.Of);
        Assert.InRange(confusion.FalselyUsed.Count, 0, 0.05 * confusion.FalselyUsed.Of);
        Assert.InRange(confusion.Right.Count, 0.95 * confusion.Right.Of, confusion.Right.Of);
        Assert.InRange(confusion.Decided.Count, 0.85 * confusion.Decided.Of, confusion.Decided.Of);
    }

    /// <summary>What the thresholds would do at other values, on the half that chooses them: the table of the decision record.</summary>
    [Fact, Trait("Category", "Slow")]
    public void Thresholds_on_the_half_that_chooses_them()
    {
        foreach (var (what, settings) in Alternatives())
        {
            var confusion = new Confusion(Run(0, each: 4, settings).SelectMany(result => result.Pairs));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{what,-22} false unused {Percent(confusion.FalselyUnused),6:F2}  false used {Percent(confusion.FalselyUsed),6:F2}  "
                    + $"right {Percent(confusion.Right),6:F2}  decided {Percent(confusion.Decided),6:F2}"));
            Assert.InRange(confusion.Decided.Of, 1000, 100_000);
        }
    }

    private static IEnumerable<(string What, ProbeSettings Settings)> Alternatives()
    {
        yield return ("as chosen", Settings);
        foreach (var material in new[] { 0.003, 0.01, 0.02, 0.05, 0.1, 0.25 })
        {
            yield return (FormattableString.Invariant($"material {material}"), Settings with { ImmaterialShare = material });
        }

        foreach (var share in new[] { 0.25, 0.75 })
        {
            yield return (FormattableString.Invariant($"share of strongest {share}"), Settings with { ShareOfStrongest = share });
        }

        foreach (var contexts in new[] { 16, 64, 256 })
        {
            yield return ($"contexts {contexts}", Settings with { Contexts = contexts });
        }

        foreach (var ridge in new[] { 0.0001, 0.001, 0.1 })
        {
            yield return (FormattableString.Invariant($"ridge {ridge}"), Settings with { Ridge = ridge });
        }

        foreach (var auc in new[] { 0.8, 0.9, 0.99 })
        {
            yield return (FormattableString.Invariant($"AUC {auc}"), Settings with { ReadableAuc = auc });
        }
    }

    private static double Percent((int Count, int Of) share) => 100.0 * share.Count / Math.Max(1, share.Of);

    private static List<GauntletResult> Run(ulong half, int each, ProbeSettings settings)
    {
        var results = new List<GauntletResult>();
        foreach (var (name, draw) in GauntletKinds.All.Concat(GauntletForms.All))
        {
            for (var i = 0UL; i < (ulong)each; i++)
            {
                var seed = half + (2 * i);
                results.Add(GauntletResult.Of(draw(new Seed(seed).Stream(name)), settings, seed));
            }
        }

        return results;
    }
}
