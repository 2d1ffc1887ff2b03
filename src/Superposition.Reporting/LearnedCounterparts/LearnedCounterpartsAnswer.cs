using System.Collections.Immutable;
using Superposition.Experiments.LearnedCounterparts;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.LearnedCounterparts;

/// <summary>The answer in sentences; what was not measured is left out.</summary>
internal static class LearnedCounterpartsAnswer
{
    public static Answer Of(ImmutableArray<CounterpartSeries> tasks)
    {
        if (tasks.IsEmpty)
        {
            return new Answer("There is no answer yet: no task has been measured.", []);
        }

        var points = new List<AnswerPoint>();
        points.AddRange(tasks.Select(Task));
        points.AddRange(tasks.Where(task => task.Task is DeepCircuitTaskSpec).Select(Deep));
        return new Answer(Headline(tasks), [.. points]);
    }

    private static string Headline(ImmutableArray<CounterpartSeries> tasks)
    {
        var compared = tasks.Select(task => (task.Task.Title, Less: task.TrainedBelow(CounterpartArm.Constructed, errors => errors.Epsilon))).Where(task => task.Less is not null).ToArray();
        var estimates = tasks.Select(task => task.Of(CounterpartArm.Trained, errors => errors.Epsilon).Estimate).OfType<Estimate>().ToArray();
        var won = compared.Where(task => task.Less!.Low > 0).ToArray();
        var lost = compared.Where(task => task.Less!.High < 0).ToArray();
        var verdict = compared.Length == 0 ? "No construction was measured beside a trained network."
            : $"At the same number of ReLUs the trained network's worst error is below the construction's in {won.Length} of {Numbers.Of(compared.Length, "task")}"
                + (lost.Length == 0 ? "." : $" and above it in {lost.Length} ({Sentence.List(lost.Select(task => task.Title))}).");
        var deep = string.Concat(tasks.Where(task => task.Task is DeepCircuitTaskSpec).Select(task => $" {Capital(task.Task.Title)}, for {Numbers.Count(task.Task.Features)} features: {Numbers.Of(Wrong(task), "threshold error")} over {Numbers.Count(Looked(task))} fresh inputs."));
        return $"{verdict}{deep} ({Sentence.MeansAndIntervals(estimates)}.)".Replace("(mean", "(Mean", StringComparison.Ordinal);
    }

    private static AnswerPoint Task(CounterpartSeries task)
    {
        var epsilons = from arm in CounterpartSeries.Arms
                       let estimate = task.Of(arm.Arm, errors => errors.Epsilon).Estimate
                       where estimate is not null
                       select $"{arm.Name} {Numbers.Interval(estimate)}";
        string[] missing = [.. task.Records.Select(record => record.NoConstruction).OfType<string>()];
        return new AnswerPoint(
            Capital(task.Task.Title),
            $"ε: {string.Join("; ", epsilons)}. The trained networks put {Numbers.Of(Wrong(task), "output")} on the wrong side of ½, over {Numbers.Count(Looked(task))} inputs in all."
            + (missing.Length == 0 ? "" : $" There is no construction at {Numbers.Of(missing.Length, "seed")}: {missing[0]}"));
    }

    private static AnswerPoint Deep(CounterpartSeries task)
    {
        var perSeed = task.Records.OrderBy(record => record.Seed).Select(record =>
        {
            var trained = record.Arms.FirstOrDefault(arm => arm.Arm == CounterpartArm.Trained);
            return trained is null ? null : $"{Numbers.Count(trained.Errors.ThresholdErrors)} at seed {record.Seed}";
        }).OfType<string>();
        var unseen = task.Records.Where(record => record.UnseenInputs is not null).Select(record => (double)record.UnseenInputs!.Value).DefaultIfEmpty(0).Average();
        return new AnswerPoint(
            $"{Capital(task.Task.Title)}: threshold errors",
            $"Outputs of the last layer on the wrong side of ½, over the fresh inputs of each seed: {Sentence.List(perSeed)}. The circuit is {Numbers.Count(task.Task.Features)} features wide. On average {Numbers.Count((long)Math.Round(unseen))} of a seed's fresh inputs were not in the pool that training drew from. The construction has one layer more, which encodes the inputs.");
    }

    private static long Wrong(CounterpartSeries task) => task.Errors(CounterpartArm.Trained).Sum(item => item.Errors.Errors.ThresholdErrors);

    private static long Looked(CounterpartSeries task) => task.Errors(CounterpartArm.Trained).Sum(item => item.Errors.Errors.Inputs);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
