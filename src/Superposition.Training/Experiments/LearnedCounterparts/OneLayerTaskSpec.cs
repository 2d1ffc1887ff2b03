using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Experiments.LearnedCounterparts;

/// <summary>A task of basis-aligned features that one layer of random neurons is built for, and one layer is trained for.</summary>
public abstract record OneLayerTaskSpec : CounterpartTaskSpec
{
    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of ReLUs.")]
    public required int Neurons { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Relus => Neurons;

    /// <inheritdoc/>
    internal override Counterpart Draw(Seed seed, int inputs, CancellationToken cancellation) => new Drawn(this, seed, Targets(seed), Samples(seed, inputs, cancellation));

    /// <summary>What is to be computed.</summary>
    private protected abstract IBooleanTargets Targets(Seed seed);

    /// <summary>The construction for it.</summary>
    /// <exception cref="UniversalAnd.ConstructionFailedException">A premise does not hold at this size.</exception>
    private protected abstract ReluNetwork Construct(IBooleanTargets targets, Generator generator);

    private sealed class Drawn(OneLayerTaskSpec spec, Seed seed, IBooleanTargets targets, (InputSample Measured, InputSample Fit) samples) : Counterpart
    {
        public override SparseInputs Inputs => spec.Inputs;

        public override IBooleanTargets Targets => targets;

        public override InputSample Measured => samples.Measured;

        public override InputSample Fit => samples.Fit;

        public override ReluNetwork Construct()
        {
            using var generator = seed.Generator("construction");
            return spec.Construct(targets, generator);
        }

        public override ReluNetwork Untrained() => UntrainedNetwork.OneLayer(spec.Inputs, spec.Neurons, targets.Count, seed);

        public override ReluNetwork RawInput()
        {
            using var scope = NewDisposeScope();
            return new ReluNetwork([], new DenseReadOff(zeros(targets.Count, spec.Features)));
        }
    }
}
