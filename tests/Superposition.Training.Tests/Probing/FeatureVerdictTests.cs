using Superposition.Probing;

namespace Superposition.Tests.Probing;

/// <summary>Every way from evidence to a verdict, at its bars: false-discovery rate 0.05, AUC 0.95, 1 % and 5 % of contexts.</summary>
public class FeatureVerdictTests
{
    private static readonly ContextCount NoneOfAll = new(0, 40, AreAll: true, AreExact: true);

    [Theory]
    [InlineData(0.949, Verdict.WeaklyReadable)]
    [InlineData(0.95, Verdict.ReadableButUnused)]
    public void What_is_read_and_not_used_is_named_by_its_auc(double auc, Verdict expected)
    {
        var verdict = Judge(Read(auc, p: 0.05), Use(NoneOfAll));
        Assert.Equal(expected, verdict.Verdict);
        Assert.True(verdict.IsProved);
        Assert.Null(verdict.Note);
        Assert.Equal((0.05, 1.0, 0.0), (verdict.ReadableP, verdict.UsedP, verdict.UnusedP));
    }

    [Theory]
    [InlineData(0.89, Verdict.Absent, true)]
    [InlineData(0.9, Verdict.Undecided, false)]
    public void What_is_not_read_is_absent_where_controls_are_not_memorised(double memorised, Verdict expected, bool isProved)
    {
        var verdict = Judge(Read(0.99, p: 0.051, memorised: memorised), Use(NoneOfAll));
        Assert.Equal(expected, verdict.Verdict);
        Assert.Equal(isProved, verdict.IsProved);
        if (isProved)
        {
            Assert.Null(verdict.Note);
        }
        else
        {
            Assert.Contains("0.90", verdict.Note);
            Assert.Contains("memorising", verdict.Note);
        }
    }

    [Fact]
    public void What_the_raw_input_explains_is_not_read_however_small_the_p_of_reading_it()
    {
        Assert.Equal(Verdict.Absent, Judge(Read(0.99, p: 0.001, beyondInputP: 0.3), Use(NoneOfAll)).Verdict);
        Assert.Equal(Verdict.ReadableButUnused, Judge(Read(0.99, p: 0.001, beyondInputP: 0.05), Use(NoneOfAll)).Verdict);
    }

    [Theory]
    [InlineData(0, 40, true, true, Verdict.ReadableButUnused)]
    [InlineData(1, 40, true, true, Verdict.Used)]
    [InlineData(1, 1000, true, true, Verdict.Used)]
    [InlineData(1, 1000, true, false, Verdict.ReadableButUnused)]
    [InlineData(9, 1000, true, false, Verdict.ReadableButUnused)]
    [InlineData(10, 1000, true, false, Verdict.Used)]
    [InlineData(1, 40, false, true, Verdict.Used)]
    [InlineData(0, 58, false, true, Verdict.Undecided)]
    [InlineData(0, 59, false, true, Verdict.ReadableButUnused)]
    public void One_context_is_use_where_nothing_was_drawn_and_one_in_a_hundred_where_something_was(
        int material, int contexts, bool areAll, bool areExact, Verdict expected)
    {
        // 0.95⁵⁹ is the first power below 0.05.
        var verdict = Judge(Read(0.99, p: 0.01), Use(new ContextCount(material, contexts, areAll, areExact)));
        Assert.Equal(expected, verdict.Verdict);
        Assert.Equal(expected == Verdict.ReadableButUnused && material == 0 && areAll && areExact, verdict.IsProved);
    }

    [Fact]
    public void An_undecided_use_says_how_many_contexts_would_decide()
    {
        var verdict = Judge(Read(0.99, p: 0.01), Use(new ContextCount(0, 58, AreAll: false, AreExact: true)));
        Assert.Contains("0 of 58 contexts", verdict.Note);
        Assert.Contains("0.0 % to 5.0 % of all", verdict.Note);
        Assert.Contains("232 contexts", verdict.Note);
    }

    [Theory]
    [InlineData(0.05, Verdict.Used)]
    [InlineData(0.051, Verdict.Undecided)]
    public void Estimated_directions_have_to_beat_random_steps(double usedP, Verdict expected)
    {
        var use = Use(new ContextCount(40, 40, AreAll: true, AreExact: true), usedP);
        Assert.Equal(expected, Judge(Read(0.99, p: 0.01), use, isEstimated: true).Verdict);
        Assert.Equal(Verdict.Used, Judge(Read(0.99, p: 0.01), use).Verdict);
    }

    [Fact]
    public void The_estimated_direction_of_a_label_that_is_not_read_is_not_used()
    {
        var use = Use(new ContextCount(40, 40, AreAll: true, AreExact: true), usedP: 0.5);
        Assert.Equal(Verdict.Absent, Judge(Read(0.6, p: 0.5), use, isEstimated: true).Verdict);
        Assert.Equal(Verdict.Used, Judge(Read(0.6, p: 0.5), use, isEstimated: false).Verdict);
        Assert.False(Judge(Read(0.6, p: 0.5), use, isEstimated: true).IsProved);
    }

    [Theory]
    [InlineData(0.05, Verdict.Used)]
    [InlineData(0.051, Verdict.Undecided)]
    public void On_a_crowded_output_use_has_to_beat_random_steps(double usedP, Verdict expected)
    {
        var verdict = Judge(Read(0.99, p: 0.01), Use(NoneOfAll, usedP) with { Unclear = 0.12 });
        Assert.Equal(expected, verdict.Verdict);
        Assert.False(verdict.IsProved);
        if (expected == Verdict.Undecided)
        {
            Assert.Contains("interference", verdict.Note);
            Assert.Contains("12", verdict.Note);
        }
    }

    [Fact]
    public void A_disputed_use_is_undecided_and_says_what_would_tell()
    {
        var verdict = Judge(Read(0.99, p: 0.01), Use(NoneOfAll) with { IsDisputed = true });
        Assert.Equal(Verdict.Undecided, verdict.Verdict);
        Assert.Contains("at most as many", verdict.Note);
        Assert.Equal(Verdict.Used, Judge(Read(0.99, p: 0.01), Use(new ContextCount(3, 40, true, true)) with { IsDisputed = true }).Verdict);
    }

    [Fact]
    public void Without_a_reading_use_alone_decides()
    {
        var unused = Judge(null, Use(NoneOfAll), tooFew: "on in one input");
        Assert.Equal((Verdict.CannotBeJudged, true), (unused.Verdict, unused.IsProved));
        Assert.Equal("not used; whether it can be read cannot be told, as it is on in one input", unused.Note);
        Assert.Equal(1, unused.ReadableP);
        Assert.Equal(Verdict.Used, Judge(null, Use(new ContextCount(1, 40, true, true)), tooFew: "constant").Verdict);
        var open = Judge(null, Use(new ContextCount(0, 10, false, true)), tooFew: "constant");
        Assert.Equal((Verdict.Undecided, false), (open.Verdict, open.IsProved));
        Assert.Contains("0 of 10 contexts", open.Note);
    }

    [Fact]
    public void Features_that_are_tested_together_are_adjusted_together()
    {
        // p = 0.04 alone is a finding; as the smaller of two, the other at 0.9, it is 0.08.
        Readability[] both = [Read(0.99, p: 0.04), Read(0.99, p: 0.9)];
        var verdicts = FeatureVerdict.Judge(
            ["first", "second"], both, [Use(NoneOfAll, 0.02), Use(new ContextCount(0, 60, false, true), 0.5)], null, new string?[2],
            isEstimated: false, ProbeSettings.Usual);
        Assert.Equal(["first", "second"], verdicts.Select(verdict => verdict.Feature));
        Assert.Equal([0.08, 0.9], verdicts.Select(verdict => Math.Round(verdict.ReadableP, 12)));
        Assert.Equal([0.04, 0.5], verdicts.Select(verdict => Math.Round(verdict.UsedP, 12)));
        Assert.Equal([0, Math.Pow(0.95, 60)], verdicts.Select(verdict => verdict.UnusedP), (x, y) => Math.Abs(x - y) < 1e-9);
        Assert.Equal([Verdict.Absent, Verdict.Absent], verdicts.Select(verdict => verdict.Verdict));
        Assert.Equal([true, false], verdicts.Select(verdict => verdict.IsProved));
    }

    [Theory]
    [InlineData(0, 20, 0, 0.1391)]
    [InlineData(1, 20, 0.0026, 0.2161)]
    [InlineData(3, 20, 0.0422, 0.3437)]
    [InlineData(20, 20, 0.8609, 1)]
    public void Shares_of_drawn_contexts_have_exact_bounds(int material, int contexts, double lower, double upper)
    {
        // One-sided 95 % bounds of Clopper and Pearson: 1 − 0.05^(1/20) = 0.1391, and tables for 1 and 3 of 20.
        var drawn = new ContextCount(material, contexts, AreAll: false, AreExact: true);
        Assert.Equal(lower, drawn.Lower, 1e-4);
        Assert.Equal(upper, drawn.Upper, 1e-4);
        var all = drawn with { AreAll = true };
        Assert.Equal((drawn.Share, drawn.Share), (all.Lower, all.Upper));
        Assert.Equal(drawn.Share <= 0.05 ? 0 : 1, all.UnusedP);
        Assert.Equal((false, true), (drawn.IsComplete, all.IsComplete));
    }

    private static FeatureVerdict Judge(Readability? readability, FeatureUse use, bool isEstimated = false, string? tooFew = null) =>
        FeatureVerdict.Judge(["0∧1"], [readability], [use], null, [tooFew], isEstimated, ProbeSettings.Usual)[0];

    private static Readability Read(double auc, double p, double? beyondInputP = null, double memorised = 0.2) => new()
    {
        HeldOut = new ProbeScore(auc, 0.5, 0.5),
        InSample = new ProbeScore(1, 1, 0),
        Control = new ProbeScore(0.5, 0, 1),
        RawInput = null,
        Untrained = null,
        BeyondInputR2 = null,
        P = p,
        BeyondInputP = beyondInputP,
        Positives = 20,
        SmallestP = 0.0005,
        MemorisedR2 = memorised,
    };

    private static FeatureUse Use(ContextCount contexts, double usedP = 1)
    {
        var none = new CausalEffect(0, 0, 1, 1);
        return new FeatureUse
        {
            Norm = 1,
            StrongestOutput = 0,
            ShareOfStrongest = 0,
            Largest = 0,
            InContexts = contexts,
            Unclear = 0,
            Outputs = [],
            Removal = none with { P = usedP },
            MeanAblation = none,
            Projection = none,
            Erasure = none,
            Interchange = none,
            PathGradient = none,
            RowSpaceShare = 0,
            ProbeRowSpaceShare = 0,
            RowSpaceExpected = 0,
            Steering = null,
        };
    }
}
