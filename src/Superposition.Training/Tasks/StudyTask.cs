using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;

namespace Superposition.Tasks;

/// <summary>A task of one seed: inputs that can be drawn and measured on, functions, and the batches that training sees.</summary>
public sealed class StudyTask : ITrainingTask
{
    private const int NoisyInputsAtATime = 1000;

    private readonly ITrainingTask batches;

    /// <summary>Puts a task together from what was drawn for one seed.</summary>
    /// <param name="spec">What it was drawn from.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="targets">Its functions.</param>
    public StudyTask(TaskSpec spec, InputDistribution inputs, TaskTargets targets)
    {
        (Spec, Inputs, Targets) = (spec, inputs, targets);
        batches = inputs.Batches(targets);
    }

    /// <summary>The spec that the task was drawn from.</summary>
    public TaskSpec Spec { get; }

    /// <summary>The distribution that inputs are drawn from.</summary>
    public InputDistribution Inputs { get; }

    /// <summary>The functions that are to be computed of the inputs.</summary>
    public TaskTargets Targets { get; }

    /// <inheritdoc/>
    public int Features => Inputs.Space.Features;

    /// <inheritdoc/>
    public int Outputs => Targets.Count;

    /// <summary>The boolean functions; null where targets are real.</summary>
    public IBooleanTargets? Boolean => Targets.Boolean;

    /// <summary>The batch of one training step; it depends on seed and step alone.</summary>
    public TrainingBatch Batch(Seed seed, long step, int? size) => batches.Batch(seed, step, size);

    /// <summary>The batches of training on these inputs for other functions than those of the task.</summary>
    /// <param name="functions">The functions, of the same features.</param>
    public ITrainingTask BatchesOf(IBooleanTargets functions) =>
        Inputs.Batches(new TaskTargets(functions, Targets.NameOf) { Spec = Targets.Spec });

    /// <summary>
    /// How many of some inputs training cannot see, because batches are drawn from a pool without them; null where they are drawn afresh.
    /// </summary>
    /// <param name="sample">The inputs.</param>
    public int? Unseen(InputSample sample) => Inputs.Unseen(sample);

    /// <summary>
    /// The inputs to measure a network with boolean inputs on: every one where there are at most <paramref name="most"/>, otherwise as many
    /// drawn.
    /// </summary>
    /// <param name="most">The largest number of inputs.</param>
    /// <param name="seed">
    /// Draws them; <c>seed.For("measurement")</c> for a measurement, <c>seed.For("fit")</c> for fitting read-offs.
    /// </param>
    public InputSample Sample(int most, Seed seed) => Inputs.Sample(most, seed);

    /// <summary>Errors of a network on inputs of this task.</summary>
    /// <param name="network">The network: m features in, g outputs.</param>
    /// <param name="most">The largest number of inputs.</param>
    /// <param name="seed">Draws them.</param>
    /// <param name="cancellation">Stops the walk over them.</param>
    public ErrorReport Errors(ReluNetwork network, int most, Seed seed, CancellationToken cancellation = default) =>
        Boolean is not null && !Inputs.AreReal
        ? Errors(network, Sample(most, seed).StoppedBy(cancellation), seed)
        : RealErrors.Measure(network, Targets.Real!, RealSample(most, seed, cancellation));

    /// <summary>Errors of a network on boolean inputs, under the noise of this task.</summary>
    /// <param name="network">The network: m features in, g outputs.</param>
    /// <param name="sample">The inputs.</param>
    /// <param name="seed">Draws the noise, the same for every network.</param>
    public ErrorReport Errors(ReluNetwork network, InputSample sample, Seed seed)
    {
        var noise = NoiseFor(network);
        if (noise.IsNone)
        {
            return OutputErrors.Measure(network, Boolean!, sample);
        }

        using var generator = seed.Generator("measurement-noise");
        return OutputErrors.Measure(inputs => noise.Run(network, inputs, generator), Boolean!, sample, NoisyInputsAtATime);
    }

    /// <summary>
    /// The read-off of a network's last layer with the least mean squared error on boolean inputs, under the noise of this task.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="sample">The inputs to fit on.</param>
    /// <param name="seed">Draws the noise.</param>
    public ReluNetwork Refit(ReluNetwork network, InputSample sample, Seed seed)
    {
        var noise = NoiseFor(network);
        if (noise.IsNone)
        {
            return LeastSquares.Refit(network, Boolean!, sample);
        }

        using var generator = seed.Generator("fit-noise");
        return network.WithReadOff(
            LeastSquares.Fit(inputs => noise.Activations(network, inputs, generator), network.ReadOff.Inputs, Boolean!, sample));
    }

    /// <summary>The noise of this task on the states of a network: on the encoded input alone.</summary>
    /// <param name="network">The network.</param>
    public StateNoise NoiseFor(ReluNetwork network) =>
        Spec.Encoding?.Noise is > 0 and { } deviation && network.Encoding is not null
            ? new StateNoise([deviation, .. network.Layers.Select(_ => 0.0)])
            : StateNoise.None;

    /// <summary>
    /// The inputs to fit read-offs on: those of training, where there is a fixed pool of them, otherwise as in <see cref="Sample"/>.
    /// </summary>
    /// <param name="least">How many at least.</param>
    /// <param name="seed">Draws them.</param>
    public InputSample FitSample(int least, Seed seed) => Inputs.FitSample(least, seed);

    /// <summary>The inputs to measure a network with real inputs or targets on.</summary>
    /// <param name="inputs">How many.</param>
    /// <param name="seed">Draws them.</param>
    /// <param name="cancellation">Stops the walk over them.</param>
    public RealSample RealSample(int inputs, Seed seed, CancellationToken cancellation = default) =>
        new(Inputs.Description, inputs, seed, Inputs.Draw, cancellation);

    /// <summary>The name of output j, counted from 0.</summary>
    public string NameOfOutput(int output) => Targets.NameOf(output);

    /// <summary>The names of the features, where the task gives them; otherwise x0, x1, ….</summary>
    public ImmutableArray<string> FeatureNames =>
        Targets.FeatureNames is { Length: > 0 } names ? names : [.. Enumerable.Range(0, Features).Select(feature => $"x{feature}")];
}
