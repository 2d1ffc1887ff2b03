using System.Text.Json;
using Superposition.Autoencoders;
using Superposition.Booleans;
using Superposition.Experiments.UnusedFeatures;
using Superposition.Networks;
using Superposition.Studies;
using Superposition.Tasks;
using static TorchSharp.torch;

namespace Superposition.Experiments.AutoencoderFeatures;

/// <summary>Makes one network and takes its layer apart with every autoencoder and control.</summary>
internal sealed record AutoencoderFeaturesCell(AutoencoderFeaturesSpec Spec, ProbedNetwork Network, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => FormattableString.Invariant($"{JsonNamingPolicy.KebabCaseLower.ConvertName(Network.ToString())}-seed{Seed}");

    /// <inheritdoc/>
    public override double Cost => 10;

    private IEnumerable<(DictionaryKind Kind, LatentActivation Activation, double Level)> Autoencoders =>
    [
        .. Spec.Scientific.Relu.Select(level => (DictionaryKind.Relu, LatentActivation.Relu, level)),
        .. Spec.Scientific.TopK.Select(k => (DictionaryKind.TopK, LatentActivation.TopK, (double)k)),
        .. Spec.Scientific.JumpRelu.Select(level => (DictionaryKind.JumpRelu, LatentActivation.JumpRelu, level)),
    ];

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var seed = new Seed(Seed);
        var made = Spec.Recipe.Make(Network, Spec.Scientific.Neurons, seed, progress, Store, cancellation);
        made.Untrained.Dispose();
        using var scope = NewDisposeScope();
        var sample = InputSample.AllUpTo(Spec.Task.ToInputs(), Spec.Inputs, seed.For("measurement")).StoppedBy(cancellation);
        var inputs = sample.Batches(checked((int)sample.Count)).Single();
        var all = PairAnds.All(Spec.Task.Features);
        var activations_nd = new NetworkSite(made.Network, 0).Activations(inputs);
        var truth_nf = cat([inputs.ToDense(Spec.Task.Features), TargetBatch.Of(inputs, all).On.Places.ToDense(all.Count)], 1);
        var isAsked = all.Pairs.Select(pair => made.AsksFor(Network, pair)).ToArray();
        ScoredDictionary Score(DictionaryKind kind, double? level, ILatentDictionary dictionary) =>
            ScoredDictionary.Of(kind, level, GroundTruthScore.Of(dictionary, activations_nd, truth_nf, Spec.FollowsAt), Spec.FollowsAt, Spec.Task.Features, isAsked);

        using var untrained = SparseAutoencoder.Untrained(activations_nd, LatentActivation.Relu, 0, Spec.Autoencoder.Latents, seed.For("autoencoder"));
        using var neurons = FixedDirections.Neurons(activations_nd);
        using var components = FixedDirections.PrincipalComponents(activations_nd);
        using var random = FixedDirections.Random(activations_nd, (Spec.Autoencoder.Latents + 1) / 2, seed);
        List<ScoredDictionary> scored =
        [
            Score(DictionaryKind.Untrained, null, untrained), Score(DictionaryKind.Neurons, null, neurons), Score(DictionaryKind.PrincipalComponents, null, components),
            Score(DictionaryKind.RandomDirections, null, random),
        ];
        foreach (var (index, (kind, activation, level)) in Autoencoders.Index())
        {
            progress.Report(new CellProgress(0.5 + (0.5 * index / Autoencoders.Count()), "autoencoders"));
            using var trained = SparseAutoencoder.Train(activations_nd, activation, level, Spec.Autoencoder, seed.For("autoencoder"), cancellation);
            scored.Add(Score(kind, level, trained));
        }

        var record = new AutoencoderFeaturesRecord { Cell = Id, Seed = Seed, Network = Network, Failure = made.Failure, Inputs = inputs.Count, Dictionaries = [.. scored] };
        return new CellResult(record, [new NamedNetwork(Id, made.Network, IsTrained: made.Outcome is not null, sample.Space, made.Asked)], made.Outcome?.Trace ?? []);
    }
}
