using Superposition.Experiments.LearnedVersusConstructed;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.LearnedVersusConstructed;

/// <summary>The answer in sentences; each is left out when the cells that it needs have no record.</summary>
internal sealed class LearnedVersusConstructedAnswer
{
    private readonly Comparison comparison;
    private readonly int[] widths;

    private LearnedVersusConstructedAnswer(Comparison comparison)
    {
        this.comparison = comparison;
        widths = [.. comparison.Widths];
    }

    public static Answer Of(Comparison comparison)
    {
        var answer = new LearnedVersusConstructedAnswer(comparison);
        if (answer.widths.Length == 0)
        {
            return new Answer("There is no answer yet: no network with a hidden layer has been measured.", []);
        }

        AnswerPoint?[] points =
            [answer.EveryWidth(), answer.ReadOffOrLayer(), answer.AgainstLinearControl(), answer.Objectives(), answer.LeastSquares(), answer.Likeness()];
        return new Answer(answer.Headline(), [.. points.OfType<AnswerPoint>()]);
    }

    private string Headline()
    {
        var d = widths[^1];
        var (constructed, trained) = (BestConstructed(d), BestTrained(d));
        var estimates = new[] { trained, constructed }.OfType<ArmSeries>().Select(arm => arm.Epsilon(d).Estimate!).ToList();
        var readOff = comparison.ReadOffShares().FirstOrDefault(share => share.Neurons == d && share.Measure == "ε" && share.Objective == trained?.Objective);
        if (readOff is not null)
        {
            estimates.Add(readOff.ReadOff);
        }

        var sizes = $"With d = {Numbers.Count(d)} ReLUs for m = {Numbers.Count(comparison.Spec.Task.Features)} features, where {Numbers.Count(comparison.NaiveWidth)} make the answer exact, ";
        return (constructed, trained) switch
        {
            (not null, not null) => $"{Verdict()} {sizes}{Describe("the best network trained whole", trained, d)}, {Describe("the best construction", constructed, d)}.{ReadOff(readOff)}",
            (not null, null) => $"No network trained whole has been measured. {sizes}{Describe("the best construction", constructed, d)}.",
            (null, not null) => $"No construction has been measured beside it. {sizes}{Describe("the best network trained whole", trained, d)}.",
            _ => $"Neither a construction nor a network trained whole has been measured at d = {Numbers.Count(d)}.",
        } + (estimates.Count == 0 ? "" : $" ({Sentence.MeansAndIntervals(estimates)}.)").Replace("(mean", "(Mean", StringComparison.Ordinal);
    }

    /// <summary>Yes, no or where: by the intervals of the differences at every width.</summary>
    private string Verdict()
    {
        var differences = Differences().Where(difference => difference.Less is not null).ToArray();
        var won = differences.Where(difference => difference.Less!.Low > 0).ToArray();
        var looked = differences.Any(difference => difference.Less!.HalfWidth is null) ? "looked at, with its one seed," : "looked at";
        return won.Length == 0 ? $"No: at no width {looked} is the best trained network's worst error clearly below the best construction's."
            : won.Length == differences.Length ? $"Yes: at every width {looked} training finds the smaller worst error."
            : $"At some widths {looked} training finds the smaller worst error: at d = {Sentence.List(won.Select(difference => Numbers.Count(difference.Neurons)))}, not clearly at the others.";
    }

    private static string ReadOff(ReadOffShare? share) => share is null
        ? ""
        : $" A read-off alone, trained under {share.Objective} on the frozen {share.Construction} layer, comes to {Numbers.Interval(share.ReadOff)}"
            + (share.Share is { } part ? $", {Numbers.Interval(part)} % of the way down from that layer's analytic read-off." : ".");

    private AnswerPoint? EveryWidth()
    {
        var differences = Differences().Where(difference => difference.Less is not null)
            .Select(difference => $"{Numbers.Interval(difference.Less!)} at d = {Numbers.Count(difference.Neurons)} ({difference.Constructed.Label}, less {difference.Trained.Label})").ToArray();
        return differences.Length == 0 ? null : new AnswerPoint("Trained against constructed", $"The best construction's ε less the best trained network's, seed by seed: {string.Join("; ", differences)}. Above 0 speaks for training.");
    }

    /// <summary>Of the objective with the smallest ε at each width.</summary>
    private AnswerPoint? ReadOffOrLayer()
    {
        var shares = comparison.ReadOffShares().Where(share => share.Measure == "ε" && share.Objective == BestTrained(share.Neurons)?.Objective).ToArray();
        return shares.Length == 0
            ? null
            : new AnswerPoint(
                "Read-off or layer",
                $"Of the fall in ε from the {shares[0].Construction} layer with its analytic read-off to the best network trained whole, a trained read-off on that layer gives "
                + $"{Sentence.List(shares.Select(share => $"{(share.Share is { } part ? $"{Numbers.Interval(part)} %" : "no sure part")} at d = {Numbers.Count(share.Neurons)} ({share.Objective})"))}; training the layer gives the rest.");
    }

    private AnswerPoint? AgainstLinearControl()
    {
        if (comparison.Control(Arm.LinearMinimax, errors => errors.Epsilon) is not { } control)
        {
            return null;
        }

        var below = (from arm in comparison.Arms
                     where arm.Arm is not (Arm.Zero or Arm.Linear or Arm.LinearMinimax) && arm.Construction != "naive"
                     from d in arm.Widths
                     let estimate = arm.Epsilon(d).Estimate
                     where estimate.High < control
                     select $"{arm.Label} at d = {Numbers.Count(d)} ({Numbers.Interval(estimate)})").ToArray();
        return new AnswerPoint(
            "Against the linear control",
            $"The best affine read-off of the raw input has ε = {Numbers.Short(control)}, measured on the same inputs. {(below.Length == 0 ? "No arm is below it at any width looked at" : $"Below it, with all of the interval: {Sentence.List(below)}")}; an ε above it is no evidence of computation.");
    }

    private AnswerPoint? Objectives()
    {
        var perObjective = comparison.Objectives.Select(objective => comparison.Of(Arm.Trained, objective) is { } trained
            ? $"{objective} {Sentence.List(trained.Widths.Select(d => $"{Numbers.Interval(trained.Epsilon(d).Estimate!)} (d = {Numbers.Count(d)})"))}"
            : null).OfType<string>().ToArray();
        var controls = new (string Name, Arm Arm)[] { ("zero", Arm.Zero), ("least squares on the raw input", Arm.Linear) }
            .Select(control => (control.Name, Epsilon: comparison.Control(control.Arm, errors => errors.Epsilon))).Where(control => control.Epsilon is not null)
            .Select(control => $"{control.Name} has {Numbers.Short(control.Epsilon!.Value)}").ToArray();
        return perObjective.Length == 0 ? null : new AnswerPoint("Objective", $"ε of networks trained whole: {string.Join("; ", perObjective)}.{(controls.Length == 0 ? "" : $" For comparison, {Sentence.List(controls)}.")}");
    }

    private AnswerPoint? LeastSquares()
    {
        var untrained = comparison.Of(Arm.UntrainedLeastSquares).FirstOrDefault();
        var ratios = (from trained in comparison.Of(Arm.TrainedLeastSquares)
                      from d in trained.Widths
                      let ratio = untrained is null ? null : trained.Rms(d).With(untrained.Rms(d), (t, u) => t / u).Estimate
                      where ratio is not null
                      orderby ratio.Mean
                      select (Ratio: ratio, At: $"{trained.Objective}, d = {Numbers.Count(d)}")).ToArray();
        return ratios.Length == 0
            ? null
            : new AnswerPoint(
                "What the layers offer",
                $"Root mean square error of least squares on a trained layer, over that on the same layer before training: from {Numbers.Interval(ratios[0].Ratio)} ({ratios[0].At}) to {Numbers.Interval(ratios[^1].Ratio)} ({ratios[^1].At}).");
    }

    private AnswerPoint? Likeness()
    {
        var all = comparison.Likenesses.Where(likeness => likeness.AboveShuffled.Estimate is not null).ToArray();
        if (all.Length == 0)
        {
            return null;
        }

        var clearest = all.MaxBy(likeness => likeness.AboveShuffled.Estimate!.Low)!;
        var hasIntervals = all.Any(likeness => likeness.AboveShuffled.Estimate!.HalfWidth is not null);
        var count = $"{Numbers.Count(all.Count(likeness => likeness.AboveShuffled.Estimate!.Low > 0))} of {Numbers.Of(all.Length, "comparison")}";
        return new AnswerPoint(
            "Likeness to constructions",
            $"Neuron by neuron (mean cosine after the best matching) the trained layer is closer to a construction than its own shuffled entries are in {count}"
            + (hasIntervals ? $" by more than the interval; chance alone would give about {Numbers.Fixed(0.025 * all.Length, 1)}." : "; there is one seed, so no interval.")
            + $" The clearest is {clearest.Objective} against {clearest.Construction} at d = {Numbers.Count(clearest.Neurons)}: trained {Numbers.Short(clearest.Trained.Estimate!.Mean)}, untrained {Numbers.Short(clearest.Untrained.Estimate!.Mean)}, "
            + $"shuffled {Numbers.Short(clearest.Shuffled.Estimate!.Mean)}; trained less shuffled {Numbers.Interval(clearest.AboveShuffled.Estimate!)}.");
    }

    /// <summary>The best construction's ε less the best trained network's, at each width that has both.</summary>
    private IEnumerable<(int Neurons, ArmSeries Constructed, ArmSeries Trained, Estimate? Less)> Differences() =>
        from d in widths
        let constructed = BestConstructed(d)
        let trained = BestTrained(d)
        where constructed is not null && trained is not null
        select (d, constructed, trained, constructed.Epsilon(d).With(trained.Epsilon(d), (c, t) => c - t).Estimate);

    private static string Describe(string name, ArmSeries arm, int d) => $"{name} has ε = {Numbers.Interval(arm.Epsilon(d).Estimate!)} ({arm.Label})";

    private ArmSeries? BestConstructed(int d) => Best(comparison.Of(Arm.Analytic).Concat(comparison.Of(Arm.LeastSquares)), d);

    private ArmSeries? BestTrained(int d) => Best(comparison.Of(Arm.Trained), d);

    private static ArmSeries? Best(IEnumerable<ArmSeries> arms, int d) => arms.Where(arm => !arm.Epsilon(d).IsEmpty).MinBy(arm => arm.Epsilon(d).Estimate!.Mean);
}
