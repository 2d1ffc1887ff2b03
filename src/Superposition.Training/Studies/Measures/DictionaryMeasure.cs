using System.ComponentModel;
using Superposition.Autoencoders;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Specs;
using Superposition.Studies.ReadOffs;
using Superposition.Tasks;
using static TorchSharp.torch;

namespace Superposition.Studies.Measures;

/// <summary>Where the latents of a dictionary come from.</summary>
public enum DictionaryKind
{
    /// <summary>A trained ReLU autoencoder.</summary>
    Relu,

    /// <summary>A trained TopK autoencoder.</summary>
    TopK,

    /// <summary>A trained JumpReLU autoencoder.</summary>
    JumpRelu,

    /// <summary>A ReLU autoencoder before training.</summary>
    Untrained,

    /// <summary>The neurons themselves.</summary>
    Neurons,

    /// <summary>Principal components.</summary>
    PrincipalComponents,

    /// <summary>Random directions, as many latents as an autoencoder has: a control that knows nothing of the network.</summary>
    RandomDirections,
}

/// <summary>
/// What a sparse autoencoder, or a control for one, finds in the last hidden layer of the features and ANDs that are known to be there.
/// </summary>
[Description("What a dictionary of the last hidden layer recovers, for tasks of pairs, under the prefix of its name: unexplained "
    + "(share of variance), active, dead, unnamed (latents that follow nothing known), absorbed, and recovered., mcc. and latents. of "
    + "features, asked (ANDs that outputs ask for) and others.")]
public sealed record DictionaryMeasure : MeasureSpec
{
    /// <summary>What the names of its numbers begin with, for example "top-k"; not empty.</summary>
    [Description("What its numbers begin with, for example \"top-k\" for top-k.recovered.asked.")]
    public required string Name { get; init; }

    /// <summary>Where its latents come from: a trained autoencoder, or a control.</summary>
    [Description("relu, top-k or jump-relu for a trained autoencoder; untrained, neurons, principal-components or random-directions "
        + "for a control.")]
    public required DictionaryKind Dictionary { get; init; }

    /// <summary>
    /// How sparse a trained dictionary is: the weight of the penalty (relu, jump-relu), above 0 and at most 1,000,000, or the
    /// number of latents kept for each input (top-k).
    /// </summary>
    [Description("How sparse a trained one is: the weight of the L1 penalty (relu), of the penalty on the number of latents "
        + "(jump-relu), or the number of latents kept (top-k).")]
    public double? Level { get; init; }

    /// <summary>The size of the dictionary, and how autoencoders are trained.</summary>
    [Description("Size of the dictionary and training of autoencoders.")]
    public required AutoencoderSettings Autoencoder { get; init; }

    /// <summary>From when on a latent follows a feature.</summary>
    [Description("Correlation with a feature's presence from which a latent counts as following it.")]
    public required double FollowsAt { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.NotBlank($"{path}.name", Name, "a name that its numbers begin with"),
        .. (Level is not null) == (Dictionary <= DictionaryKind.JumpRelu)
            ? SpecRules.Between($"{path}.level", Level ?? 1, 1e-9, Dictionary == DictionaryKind.TopK ? Autoencoder.Latents : 1e6)
            : [Level is null
                ? new SpecProblem($"{path}.level", "left out", "how sparse the autoencoder is")
                : new SpecProblem($"{path}.level", "given", "none for a control")],
        .. SpecRules.Between($"{path}.autoencoder.latents", Autoencoder.Latents, 1, 16_384),
        .. SpecRules.Between($"{path}.autoencoder.steps", Autoencoder.Steps, 1, 10_000_000),
        .. SpecRules.Between($"{path}.autoencoder.batch", Autoencoder.Batch, 1, 1_000_000),
        .. SpecRules.Between($"{path}.autoencoder.learningRate", Autoencoder.LearningRate, 1e-8, 10.0),
        .. SpecRules.Between($"{path}.followsAt", FollowsAt, 0.01, 1.0),
    ];

    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (bench.Task.Boolean is not PairAnds pairs || read.Network.Layers.Count == 0)
        {
            return;
        }

        context.Progress.Report(new CellProgress(0.5, "autoencoders"));
        using var scope = NewDisposeScope();
        var inputs = bench.Measured.Batches(checked((int)bench.Measured.Count)).Single();
        var (m, all) = (pairs.Features, PairAnds.All(pairs.Features));
        var activations_nd = new NetworkSite(read.Network, read.Network.Layers.Count - 1).Activations(inputs);
        var truth_nf = cat([inputs.ToDense(m), TargetBatch.Of(inputs, all).On.Places.ToDense(all.Count)], 1);
        using var dictionary = Make(activations_nd, bench.Seed, context.Cancellation);
        var score = GroundTruthScore.Of(dictionary, activations_nd, truth_nf, FollowsAt);
        numbers.Add($"{Name}.unexplained", score.UnexplainedVariance);
        numbers.Add($"{Name}.active", score.Active);
        numbers.Add($"{Name}.dead", score.Dead);
        numbers.Add($"{Name}.unnamed", score.Unexplained);
        numbers.Add($"{Name}.absorbed", score.Absorbed);
        bool[] isAsked = [.. UseMeasure.AskedPairs(read.Drawn, pairs)];
        Part("features", [.. Enumerable.Range(0, m)]);
        Part("asked", [.. Enumerable.Range(0, isAsked.Length).Where(i => isAsked[i]).Select(i => m + i)]);
        Part("others", [.. Enumerable.Range(0, isAsked.Length).Where(i => !isAsked[i]).Select(i => m + i)]);

        void Part(string part, int[] places)
        {
            if (places.Length > 0)
            {
                numbers.Add($"{Name}.recovered.{part}", places.Count(j => score.Best[j] >= FollowsAt) / (double)places.Length);
                numbers.Add($"{Name}.mcc.{part}", places.Average(j => score.Matched[j]));
                numbers.Add($"{Name}.latents.{part}", places.Sum(j => score.Followers[j]));
            }
        }
    }

    private ILatentDictionary Make(Tensor activations_nd, Seed seed, CancellationToken cancellation) => Dictionary switch
    {
        DictionaryKind.Untrained =>
            SparseAutoencoder.Untrained(activations_nd, LatentActivation.Relu, 0, Autoencoder.Latents, seed.For("autoencoder")),
        DictionaryKind.Neurons => FixedDirections.Neurons(activations_nd),
        DictionaryKind.PrincipalComponents => FixedDirections.PrincipalComponents(activations_nd),
        DictionaryKind.RandomDirections => FixedDirections.Random(activations_nd, (Autoencoder.Latents + 1) / 2, seed),
        _ => SparseAutoencoder.Train(activations_nd, Activation, Level!.Value, Autoencoder, seed.For("autoencoder"), cancellation),
    };

    private LatentActivation Activation => Dictionary switch
    {
        DictionaryKind.TopK => LatentActivation.TopK,
        DictionaryKind.JumpRelu => LatentActivation.JumpRelu,
        _ => LatentActivation.Relu,
    };
}
