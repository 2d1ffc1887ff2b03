using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.Specs;
using Superposition.Training;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Experiments.LearnedCounterparts;

/// <summary>Whether the directions of the features are given or learned.</summary>
public enum EncodingTraining
{
    /// <summary>Random directions that stay as they are.</summary>
    Fixed,

    /// <summary>Trained with everything else.</summary>
    Learned,
}

/// <summary>Universal AND of features in superposition: random projections, and a layer that learned it, with given or with learned directions.</summary>
[Description("The ANDs of all pairs of features that are superposed in a smaller state Φb: random projections with the corrected read-off, and a trained layer.")]
public sealed record SuperposedTaskSpec : CounterpartTaskSpec
{
    /// <summary>d0.</summary>
    [Description("d0, the dimension of the state that features are superposed in.")]
    public required int Dimension { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of ReLUs.")]
    public required int Neurons { get; init; }

    /// <summary>Fixed or learned Φ.</summary>
    [Description("Whether the directions Φ of the features stay random (fixed) or are trained as well (learned).")]
    public required EncodingTraining Encoding { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "superposed-and";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Id => FormattableString.Invariant($"superposed-and-{(Encoding == EncodingTraining.Learned ? "learned" : "fixed")}-m{Features}-s{Active}-e{Dimension}-d{Neurons}");

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => $"universal AND in superposition, {(Encoding == EncodingTraining.Learned ? "learned" : "fixed")} Φ";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Relus => Neurons;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Outputs => Features * (Features - 1) / 2;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
        [.. base.Problems(path), .. SpecRules.Between($"{path}.dimension", Dimension, 1, 4096), .. SpecRules.Between($"{path}.neurons", Neurons, 1, 4096)];

    /// <inheritdoc/>
    public override CounterpartTaskSpec Smoke() => this with { Features = 8, Active = Math.Min(2, Active), Dimension = 6, Neurons = 32 };

    /// <inheritdoc/>
    internal override Counterpart Draw(Seed seed, int inputs, CancellationToken cancellation) => new Drawn(this, seed, Samples(seed, inputs, cancellation));

    private sealed class Drawn(SuperposedTaskSpec spec, Seed seed, (InputSample Measured, InputSample Fit) samples) : Counterpart
    {
        private readonly EncodingSize encoding = new(EncodingKind.LowCoherence, spec.Dimension);

        public override SparseInputs Inputs => spec.Inputs;

        public override IBooleanTargets Targets { get; } = PairAnds.All(spec.Features);

        public override InputSample Measured => samples.Measured;

        public override InputSample Fit => samples.Fit;

        protected override TrainedParts Parts => spec.Encoding == EncodingTraining.Learned ? TrainedParts.Whole | TrainedParts.Encoding : TrainedParts.Whole;

        public override ReluNetwork Construct()
        {
            using var generator = seed.Generator("construction");
            return new SuperposedProjection().Build(new UniversalAndSize(spec.Inputs, spec.Neurons, Encoding: encoding), generator);
        }

        public override ReluNetwork Untrained()
        {
            using var encoding_em = Encoding();
            return UntrainedNetwork.Encoded(encoding_em, spec.Active, spec.Neurons, Targets.Count, seed);
        }

        public override ReluNetwork RawInput()
        {
            using var scope = NewDisposeScope();
            return new ReluNetwork([], new DenseReadOff(zeros(Targets.Count, spec.Dimension)), Encoding());
        }

        private Tensor Encoding()
        {
            using var generator = seed.Generator("encoding");
            return FeatureEncodings.Draw(encoding, spec.Features, generator);
        }
    }
}
