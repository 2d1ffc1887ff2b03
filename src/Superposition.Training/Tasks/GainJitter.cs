using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Specs;
using Superposition.UniversalAnd;

namespace Superposition.Tasks;

/// <summary>Random gains on the values of active features in training.</summary>
[Description("Random gains in training: the value of every active feature is drawn uniformly from 1 − δ to 1 + δ.")]
public sealed record GainJitter
{
    /// <summary>δ, the largest relative change of a value, 0 to 0.999: gains are uniform in 1 ± δ.</summary>
    [Description("δ: values of active features are uniform between 1 − δ and 1 + δ; 0 leaves them at 1.")]
    public required double Spread { get; init; }

    /// <summary>Whether the target of a feature is its jittered value; targets stay 0 and 1 unless it is true.</summary>
    [Description("Whether the target of a feature is its jittered value, for tasks that give every feature back; targets stay 0 and 1 "
        + "when left out.")]
    public bool? TargetsFollow { get; init; }

    /// <summary>What is wrong with the values, if anything.</summary>
    /// <param name="path">Where the jitter stands in the spec.</param>
    public IEnumerable<SpecProblem> Problems(string path) => SpecRules.Between($"{path}.spread", Spread, 0.0, 0.999);

    /// <summary>The batches of a task of boolean inputs under these gains.</summary>
    /// <param name="task">The task.</param>
    /// <exception cref="ConstructionFailedException">Targets should follow, and the task does not give every feature back.</exception>
    public ITrainingTask On(StudyTask task) => TargetsFollow != true || GivesFeaturesBack(task.Boolean)
        ? new JitteredTask(task, this)
        : throw new ConstructionFailedException(
            "gain.targetsFollow is true, expected a task whose outputs are its features in their order: other functions have no value "
                + "between 0 and 1 to follow.");

    private static bool GivesFeaturesBack(IBooleanTargets? functions) => functions is FanInAnds { FanIn: 1 } ands
        && ands.Count == ands.Features && ands.Sets.Index().All(set => set.Item[0] == set.Index);

    private sealed class JitteredTask(ITrainingTask task, GainJitter jitter) : ITrainingTask
    {
        public int Features => task.Features;

        public int Outputs => task.Outputs;

        public TrainingBatch Batch(Seed seed, long step, int? size)
        {
            var batch = task.Batch(seed, step, size);
            var random = seed.Stream(FormattableString.Invariant($"gain-{step}"));
            var places = batch.Inputs.Places;
            var values = new float[places.Features.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (float)(batch.Inputs.ValueAt(i) * (1 + (jitter.Spread * ((2 * random.NextDouble()) - 1))));
            }

            var inputs = new SparseVectors(places, values);
            return new TrainingBatch(inputs, jitter.TargetsFollow == true ? new TargetBatch(inputs, Outputs) : batch.Targets);
        }
    }
}
