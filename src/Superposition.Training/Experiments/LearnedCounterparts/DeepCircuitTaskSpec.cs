using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.DeepCircuits;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Specs;
using Superposition.Tasks;
using Superposition.Training;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Experiments.LearnedCounterparts;

/// <summary>
/// A layered circuit in a deep network, every layer of it narrower than the circuit is wide: clip units in channels, and a network that is trained layer
/// by layer: when the layers so far read off the gates of layer ℓ, one more layer is put on top, as a random layer of what is read off, and all are trained to read off
/// the gates of layer ℓ + 1.
/// </summary>
[Description("A random layered circuit of COPY, AND, OR and XOR gates, one or two ReLU layers a layer of gates, on inputs that keep it active to its last layer: channels of clip units, and a network trained layer by layer.")]
public sealed record DeepCircuitTaskSpec : CounterpartTaskSpec
{
    /// <summary>L.</summary>
    [Description("L, the number of layers of gates, each as wide as there are features.")]
    public required int Depth { get; init; }

    /// <summary>ReLU layers a layer of gates.</summary>
    [Description("ReLU layers of the trained network for each layer of gates: 1, or 2 as in the paper's alternation of computing and correcting.")]
    public required int LayersPerGate { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of ReLUs of every layer.")]
    public required int Neurons { get; init; }

    /// <summary>D, of layers in residual form; null for plain form.</summary>
    [Description("D, the width of the residual stream: layers are in residual form, reading the stream and adding to it, and features begin as random directions in it. Left out, layers are in plain form, each reading the one before.")]
    public int? Stream { get; init; }

    /// <summary>ν.</summary>
    [Description("Standard deviation of the noise on the pre-activations of every layer in training; measurement is without noise.")]
    public required double Noise { get; init; }

    /// <summary>Shares of the kinds of gates.</summary>
    [Description("Shares of the kinds of gates; they add up to 1.")]
    public required GateShares Gates { get; init; }

    /// <summary>How many inputs are drawn for training.</summary>
    [Description("How many inputs are drawn for training; of those that come more than once one is kept, and batches are drawn from what is left.")]
    public required int Pool { get; init; }

    /// <summary>Whether no input that is measured on is trained on.</summary>
    [Description("Whether the inputs that are measured on are taken out of the pool at random, each of them once, and never trained on; otherwise (the default) both are drawn alike, and most inputs of a circuit with few living inputs are seen in training.")]
    public bool HoldsOut { get; init; }

    /// <summary>q.</summary>
    [Description("q, the units of a channel of the construction, which has d/2 clip units a layer.")]
    public required int ChannelSize { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "deep-circuit";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Id => FormattableString.Invariant($"deep-circuit-m{Features}-s{Active}-L{Depth}x{LayersPerGate}-d{Neurons}{(Stream is { } stream ? $"-stream{stream}" : "")}-noise{Noise}{(HoldsOut ? "-held-out" : "")}");

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => FormattableString.Invariant($"deep circuit, {Depth * LayersPerGate} layers of {Neurons}{(Stream is { } stream ? $" on a stream of {stream}" : "")}{(Noise > 0 ? $", noise {Noise}" : "")}");

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Relus => Depth * LayersPerGate * Neurons;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Outputs => Features;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. base.Problems(path),
        .. SpecRules.Between($"{path}.depth", Depth, 1, 64),
        .. SpecRules.Between($"{path}.layersPerGate", LayersPerGate, 1, 2),
        .. SpecRules.Between($"{path}.neurons", Neurons, 2, 4096),
        .. SpecRules.Between($"{path}.stream", Stream ?? 1, 1, 4096),
        .. SpecRules.Between($"{path}.noise", Noise, 0.0, 100.0),
        .. Gates.Problems($"{path}.gates"),
        .. SpecRules.Between($"{path}.pool", Pool, 1, 10_000_000),
        .. SpecRules.Between($"{path}.channelSize", ChannelSize, 1, Math.Max(1, Neurons / 2), "half the number of neurons"),
    ];

    /// <inheritdoc/>
    public override CounterpartTaskSpec Smoke() => this with { Features = 16, Active = Math.Min(3, Active), Depth = 2, Neurons = 24, Stream = Stream is null ? null : 24, Pool = HoldsOut ? 1000 : 50, ChannelSize = 2 };

    /// <inheritdoc/>
    internal override Counterpart Draw(Seed seed, int inputs, CancellationToken cancellation) => new Drawn(this, seed, inputs, cancellation);

    private sealed class Drawn : Counterpart
    {
        private readonly DeepCircuitTaskSpec spec;
        private readonly Seed seed;
        private readonly LayeredCircuit circuit;
        private readonly ActiveSets pool;

        public Drawn(DeepCircuitTaskSpec spec, Seed seed, int inputs, CancellationToken cancellation)
        {
            (this.spec, this.seed) = (spec, seed);
            circuit = LayeredCircuit.Draw(spec.Features, spec.Depth, spec.Gates.ToMix(), Wiring.Dealt, seed.For("circuit"));
            var drawn = Distinct(LivingInputs.Draw(circuit, spec.Active, spec.Pool, seed.For("training-inputs")));
            ActiveSets fresh;
            (fresh, pool) = spec.HoldsOut ? Split(drawn, inputs, seed.Stream("held-out")) : (LivingInputs.Draw(circuit, spec.Active, inputs, seed.For("measurement")), drawn);
            Targets = new LayerOutputs(circuit, spec.Depth);
            Measured = InputSample.Given(spec.Inputs, fresh).StoppedBy(cancellation);
            Fit = InputSample.Given(spec.Inputs, pool).StoppedBy(cancellation);
            var known = Names(pool).ToHashSet(StringComparer.Ordinal);
            Unseen = Names(fresh).Count(name => !known.Contains(name));
        }

        public override SparseInputs Inputs => spec.Inputs;

        public override IBooleanTargets Targets { get; }

        public override InputSample Measured { get; }

        public override InputSample Fit { get; }

        public override int? Unseen { get; }

        /// <summary>One layer a layer of gates and one that encodes the inputs, each of d ReLUs.</summary>
        public override ReluNetwork Construct()
        {
            try
            {
                return FusedNetwork.Build(new FusedCircuit(circuit, new FusedDesign(spec.Neurons / 2, spec.ChannelSize), seed.For("construction")));
            }
            catch (ArgumentException e)
            {
                throw new ConstructionFailedException(e.Message);
            }
        }

        public override ReluNetwork Untrained()
        {
            var network = First();
            for (var layer = 1; layer < spec.Depth * spec.LayersPerGate; layer++)
            {
                using var below = network;
                network = Deeper(below, layer);
            }

            return network;
        }

        public override ReluNetwork RawInput()
        {
            using var scope = NewDisposeScope();
            return new ReluNetwork([], new DenseReadOff(zeros(Targets.Count, spec.Features)));
        }

        public override (ReluNetwork Network, ImmutableArray<TrainingOutcome> Outcomes) Train(CounterpartTraining training)
        {
            var layers = spec.Depth * spec.LayersPerGate;
            var outcomes = new List<TrainingOutcome>();
            var network = First();
            for (var layer = 0; layer < layers; layer++)
            {
                if (layer > 0)
                {
                    using var below = network;
                    network = Deeper(below, layer);
                }

                var task = new PooledTask(pool, new LayerOutputs(circuit, (layer / spec.LayersPerGate) + 1));
                outcomes.Add(training.Run(network, TrainedParts.Whole | (spec.Stream is null ? TrainedParts.None : TrainedParts.Encoding), task, new StateNoise([.. Enumerable.Repeat(0.0, spec.Stream is null ? 0 : 1), .. Enumerable.Repeat(spec.Noise, layer + 1)]), layer, layers));
            }

            return (network, [.. outcomes]);
        }

        public override ImmutableArray<StateReading> States(ReluNetwork trained)
        {
            var readings = ImmutableArray.CreateBuilder<StateReading>();
            for (var gates = 1; gates <= spec.Depth; gates++)
            {
                using var scope = NewDisposeScope();
                var targets = new LayerOutputs(circuit, gates);
                var layers = trained.Layers.Take(gates * spec.LayersPerGate).Select(layer => layer.Copy()).ToArray();
                using var state = new ReluNetwork(layers, new DenseReadOff(zeros(targets.Count, layers[^1].Outputs)), trained.Encoding);
                using var refitted = LeastSquares.Refit(state, targets, Fit);
                readings.Add(new StateReading(gates, layers[^1].Outputs, targets.Count, OutputErrors.Measure(refitted, targets, Measured)));
            }

            return readings.ToImmutable();
        }

        private ReluNetwork First() => spec.Stream is { } stream
            ? UntrainedNetwork.Residual(spec.Inputs, stream, spec.Neurons, spec.Features, seed.For("layer-0"))
            : UntrainedNetwork.OneLayer(spec.Inputs, spec.Neurons, spec.Features, seed.For("layer-0"));

        private ReluNetwork Deeper(ReluNetwork below, int layer)
        {
            var start = seed.For(FormattableString.Invariant($"layer-{layer}"));
            return spec.Stream is null
                ? UntrainedNetwork.Deeper(below, spec.Active, spec.Neurons, spec.Features, start)
                : UntrainedNetwork.DeeperResidual(below, spec.Active, spec.Neurons, spec.Features, start);
        }

        /// <summary>Every input once: a rare one is trained on as often as a frequent one.</summary>
        private static ActiveSets Distinct(ActiveSets inputs) => inputs.Choose([.. Names(inputs).Index().DistinctBy(input => input.Item).Select(input => input.Index)]);

        /// <summary>Some inputs at random, and the others.</summary>
        private static (ActiveSets HeldOut, ActiveSets Others) Split(ActiveSets inputs, int heldOut, Random random)
        {
            if (inputs.Count <= heldOut)
            {
                throw new ArgumentException($"The pool has {inputs.Count:N0} different inputs, expected more than the {heldOut:N0} that are held out.", nameof(inputs));
            }

            int[] order = [.. Enumerable.Range(0, inputs.Count)];
            random.Shuffle(order);
            return (inputs.Choose(order.AsSpan(0, heldOut)), inputs.Choose(order.AsSpan(heldOut)));
        }

        private static IEnumerable<string> Names(ActiveSets inputs) => Enumerable.Range(0, inputs.Count).Select(i => string.Join(',', inputs[i].ToArray()));
    }
}
