using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.ErrorCorrection;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Experiments.LearnedCounterparts;

/// <summary>Taking noise off a state in which features are superposed: the error-correction layer, and a layer that learned it.</summary>
[Description("Reading features off a noisy superposed state Φb + noise through one ReLU layer: the error-correction layer of channels, and a trained layer.")]
public sealed record ErrorCorrectionTaskSpec : CounterpartTaskSpec
{
    /// <summary>d0.</summary>
    [Description("d0, the dimension of the state that features are superposed in.")]
    public required int Dimension { get; init; }

    /// <summary>ν.</summary>
    [Description("Standard deviation of the noise on every coordinate of the state, in training and measurement.")]
    public required double Noise { get; init; }

    /// <summary>n.</summary>
    [Description("n, the clip units of the construction, two ReLUs each; the trained layer has as many ReLUs.")]
    public required int Units { get; init; }

    /// <summary>q.</summary>
    [Description("q, the units of a channel.")]
    public required int ChannelSize { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "error-correction";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Id => FormattableString.Invariant($"error-correction-m{Features}-s{Active}-e{Dimension}-n{Units}-q{ChannelSize}-noise{Noise}");

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => FormattableString.Invariant($"error correction, state of {Dimension}, noise {Noise}");

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Relus => 2 * Units;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Outputs => Features;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. base.Problems(path),
        .. SpecRules.Between($"{path}.dimension", Dimension, 1, 4096),
        .. SpecRules.Between($"{path}.noise", Noise, 0.0, 100.0),
        .. SpecRules.Between($"{path}.units", Units, 1, 4096),
        .. SpecRules.Between($"{path}.channelSize", ChannelSize, 1, Units, "the number of units"),
    ];

    /// <inheritdoc/>
    public override CounterpartTaskSpec Smoke() => this with { Features = 8, Active = Math.Min(2, Active), Dimension = 16, Units = 16, ChannelSize = 4 };

    /// <inheritdoc/>
    internal override Counterpart Draw(Seed seed, int inputs, CancellationToken cancellation) => new Drawn(this, seed, Samples(seed, inputs, cancellation));

    private sealed class Drawn(ErrorCorrectionTaskSpec spec, Seed seed, (InputSample Measured, InputSample Fit) samples) : Counterpart
    {
        public override SparseInputs Inputs => spec.Inputs;

        // The AND of one feature is the feature.
        public override IBooleanTargets Targets { get; } = FanInAnds.All(spec.Features, fanIn: 1);

        /// <summary>On the encoded input only: what the ReLUs do is not disturbed.</summary>
        public override StateNoise Noise => new([spec.Noise, 0]);

        public override InputSample Measured => samples.Measured;

        public override InputSample Fit => samples.Fit;

        public override ReluNetwork Construct()
        {
            var code = ChannelCode.Draw(ChannelCodeKind.OverlapReduced, spec.Features, spec.Units, spec.ChannelSize, seed);
            using var encoding_em = Encoding();
            using var layer = new ErrorCorrectionLayer(encoding_em, code, ClipWindow.Rounding(0.4), centred: true);
            return layer.ToNetwork();
        }

        public override ReluNetwork Untrained()
        {
            using var encoding_em = Encoding();
            return UntrainedNetwork.Encoded(encoding_em, spec.Active, spec.Relus, Targets.Count, seed);
        }

        public override ReluNetwork RawInput()
        {
            using var scope = NewDisposeScope();
            return new ReluNetwork([], new DenseReadOff(zeros(Targets.Count, spec.Dimension)), Encoding());
        }

        /// <summary>The construction and the trained layer read the same state.</summary>
        private Tensor Encoding()
        {
            using var generator = seed.Generator("encoding");
            return FeatureEncodings.Draw(new EncodingSize(EncodingKind.Gaussian, spec.Dimension), spec.Features, generator);
        }
    }
}
