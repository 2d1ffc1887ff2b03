using System.Collections.Immutable;
using Superposition.Experiments.LearnedCounterparts;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.LearnedCounterparts;

/// <summary>The tables: every arm of every task, errors by class, and what can be read inside deep networks.</summary>
internal static class LearnedCounterpartsTables
{
    public static IEnumerable<Table> Of(ImmutableArray<CounterpartSeries> tasks)
    {
        if (tasks.IsEmpty)
        {
            yield break;
        }

        yield return Arms(tasks);
        yield return Classes(tasks);
        if (tasks.Any(task => task.Records.Any(record => record.States.Length > 0)))
        {
            yield return States(tasks);
        }
    }

    private static Table Arms(ImmutableArray<CounterpartSeries> tasks) => new()
    {
        Name = "arms",
        Title = "Every task and network",
        Note = "Means over seeds ± half the 95 % confidence interval. Wrong: outputs on the wrong side of ½, over all inputs and seeds. Least squares is fitted on other inputs unless all are looked at.",
        Headers = 2,
        Columns = ["task", "network", "ReLUs", "seeds", "ε", "rms", "wrong", "inputs"],
        Rows =
        [
            .. from task in tasks
               from arm in CounterpartSeries.Arms
               let seeds = task.Errors(arm.Arm).Select(item => item.Errors).ToArray()
               where seeds.Length > 0
               select (ImmutableArray<string>)
               [
                   task.Task.Title, arm.Name, Numbers.Count(seeds[0].Relus), Numbers.Count(seeds.Length),
                   Numbers.PlusMinus(task.Of(arm.Arm, errors => errors.Epsilon).Estimate), Numbers.PlusMinus(task.Of(arm.Arm, errors => errors.Rms).Estimate),
                   Numbers.Count(seeds.Sum(seed => seed.Errors.ThresholdErrors)), Numbers.Count(seeds.Sum(seed => seed.Errors.Inputs)),
               ],
        ],
    };

    private static Table Classes(ImmutableArray<CounterpartSeries> tasks) => ClassTable.Of(
        "classes",
        "Errors by class of input",
        ["task", "network"],
        from task in tasks
        from arm in CounterpartSeries.Arms
        where arm.Arm is CounterpartArm.Constructed or CounterpartArm.Trained
        let reports = task.Errors(arm.Arm).Select(item => item.Errors.Errors).ToImmutableArray()
        where reports.Length > 0
        select new ClassTableRow([task.Task.Title, arm.Name], reports));

    private static Table States(ImmutableArray<CounterpartSeries> tasks) => new()
    {
        Name = "states",
        Title = "What can be read off the states inside deep networks",
        Note = "A least-squares read-off of a layer's gates from the state after it, in the trained network as it is in the end; fitted on the inputs of training, measured on fresh ones. With more gates than neurons they are in superposition. Nothing asks the network to keep inner gates readable once it is trained on the last layer.",
        Headers = 2,
        Columns = ["task", "layer", "neurons", "gates", "ε", "rms", "wrong"],
        Rows =
        [
            .. from task in tasks
               from layer in task.Records.SelectMany(record => record.States.Select(state => (record.Seed, State: state))).GroupBy(item => item.State.Layer).OrderBy(layer => layer.Key)
               let first = layer.First().State
               select (ImmutableArray<string>)
               [
                   task.Task.Title, Numbers.Count(layer.Key), Numbers.Count(first.Neurons), Numbers.Count(first.Gates),
                   Numbers.PlusMinus(PerSeed.Of(layer, item => item.Seed, item => item.State.Errors.Epsilon).Estimate),
                   Numbers.PlusMinus(PerSeed.Of(layer, item => item.Seed, item => item.State.Errors.Rms).Estimate),
                   Numbers.Count(layer.Sum(item => item.State.Errors.ThresholdErrors)),
               ],
        ],
    };
}
