using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;

namespace Superposition.Tasks;

/// <summary>A task of one seed: inputs that can be drawn and measured on, functions, and the batches that training sees.</summary>
public sealed class StudyTask : ITrainingTask
{
    private readonly ITrainingTask batches;

    /// <summary>Puts a task together.</summary>
    /// <param name="spec">What it was drawn from.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="targets">Its functions.</param>
    public StudyTask(TaskSpec spec, InputDistribution inputs, TaskTargets targets)
    {
        (Spec, Inputs, Targets) = (spec, inputs, targets);
        batches = inputs.Batches(targets);
    }

    /// <summary>What it was drawn from.</summary>
    public TaskSpec Spec { get; }

    /// <summary>How inputs are drawn.</summary>
    public InputDistribution Inputs { get; }

    /// <summary>What is computed of them.</summary>
    public TaskTargets Targets { get; }

    /// <inheritdoc/>
    public int Features => Inputs.Space.Features;

    /// <inheritdoc/>
    public int Outputs => Targets.Count;

    /// <summary>The boolean functions; null where targets are real.</summary>
    public IBooleanTargets? Boolean => Targets.Boolean;

    /// <summary>The batch of one training step; it depends on seed and step alone.</summary>
    public TrainingBatch Batch(Seed seed, long step, int? size) => batches.Batch(seed, step, size);

    /// <summary>The inputs to measure a network with boolean inputs on: every one where there are at most <paramref name="most"/>, otherwise as many drawn.</summary>
    /// <param name="most">The largest number of inputs.</param>
    /// <param name="seed">Draws them; <c>seed.For("measurement")</c> for a measurement, <c>seed.For("fit")</c> for fitting read-offs.</param>
    public InputSample Sample(int most, Seed seed) => Inputs.Sample(most, seed);

    /// <summary>Errors of a network on inputs of this task.</summary>
    /// <param name="network">The network: m features in, g outputs.</param>
    /// <param name="most">The largest number of inputs.</param>
    /// <param name="seed">Draws them.</param>
    /// <param name="cancellation">Stops the walk over them.</param>
    public ErrorReport Errors(ReluNetwork network, int most, Seed seed, CancellationToken cancellation = default) => Boolean is { } functions && !Inputs.AreReal
        ? OutputErrors.Measure(network, functions, Sample(most, seed).StoppedBy(cancellation))
        : RealErrors.Measure(network, Targets.Real!, RealSample(most, seed, cancellation));

    /// <summary>The inputs to measure a network with real inputs or targets on.</summary>
    /// <param name="inputs">How many.</param>
    /// <param name="seed">Draws them.</param>
    /// <param name="cancellation">Stops the walk over them.</param>
    public RealSample RealSample(int inputs, Seed seed, CancellationToken cancellation = default) => new(Inputs.Description, inputs, seed, Inputs.Draw, cancellation);

    /// <summary>What output j is called.</summary>
    public string NameOfOutput(int output) => Targets.NameOf(output);

    /// <summary>The names of the features, where the task gives them; otherwise x0, x1, ….</summary>
    public ImmutableArray<string> FeatureNames => Targets.FeatureNames is { Length: > 0 } names ? names : [.. Enumerable.Range(0, Features).Select(feature => $"x{feature}")];
}
