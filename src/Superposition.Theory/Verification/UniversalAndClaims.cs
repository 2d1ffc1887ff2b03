using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.UniversalAnd;

namespace Superposition.Verification;

/// <summary>Claims about universal AND in one layer: basis-aligned inputs (T1), inputs in superposition (T2) and random networks (T3).</summary>
public static class UniversalAndClaims
{
    private const string T1 = "arXiv 2408.05451, universal AND; moments derived here";
    private const string T2 = "arXiv 2408.05451, universal AND for inputs in superposition; moments derived here";
    private const string T3 = "arXiv 2408.05451, random networks; moments derived here";

    private static readonly ImmutableArray<string> Classes = ["none", "one", "both"];

    /// <summary>All of them.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        .. from kind in new[] { "subset", "sign", "sign-tuned", "gaussian" }
           from c in Classes
           select Spread("T1", T1, kind, c),
        new()
        {
            Id = "uand-independent-of-m",
            Subject = "T1",
            Source = T1,
            Statement = "The error does not depend on the number of features: rms with 256 over rms with 32 features (signs, exactly 2 active, 512 neurons, pairs with none active)",
            Predicted = 1,
            Relation = Relation.Near,
            Tolerance = 0.04,
            Measure = seed => Measure("sign", Size(256, 2, 512), 40, seed)["none"].Rms / Measure("sign", Size(32, 2, 512), 400, seed)["none"].Rms,
        },
        new()
        {
            Id = "uand-root-width",
            Subject = "T1",
            Source = T1,
            Statement = "The error falls as 1/√d: rms with 256 over rms with 4096 neurons (signs, 64 features, exactly 3 active)",
            Predicted = 4,
            Relation = Relation.Near,
            Tolerance = 0.06,
            Measure = seed => Measure("sign", Size(64, 3, 256), 200, seed).Rms / Measure("sign", Size(64, 3, 4096), 200, seed).Rms,
        },
        new()
        {
            Id = "uand-averaging-bias",
            Subject = "T1",
            Source = "arXiv 2408.05451, universal AND; bias derived here",
            Statement = "The mean over shared neurons is biased by p(s − 1) where one of the pair is active (subsets, p = 1/4, 64 features, exactly 3 active, 2048 neurons)",
            Predicted = 0.25 * 2,
            Relation = Relation.Near,
            Tolerance = 0.03,
            Measure = seed => Measure("subset-averaging", Size(64, 3, 2048) with { Density = 0.25 }, 200, seed)["one"].Mean,
        },
        new()
        {
            Id = "uand-centred-bias",
            Subject = "T1",
            Source = "derived here",
            Statement = "The centred read-off of the same layers has no bias there: largest mean error of the classes none and one",
            Predicted = 0.02,
            Relation = Relation.AtMost,
            Measure = seed =>
            {
                var errors = Measure("subset", Size(64, 3, 2048) with { Density = 0.25 }, 200, seed);
                return Math.Max(Math.Abs(errors["none"].Mean), Math.Abs(errors["one"].Mean));
            },
        },
        new()
        {
            Id = "uand-below-linear",
            Subject = "T1",
            Source = T1,
            Statement = "2048 neurons compute 8128 ANDs within less than the 1/4 that a linear read-off reaches: ε over 150 inputs (tuned signs, 128 features, exactly 2 active)",
            Predicted = 0.25,
            Relation = Relation.AtMost,
            Measure = seed => Measure("sign-tuned", Size(128, 2, 2048), 150, seed).Epsilon,
        },
        Spread("T2", T2, "superposed-projection", "none"),
        Spread("T2", T2, "superposed-projection", "one"),
        Spread("T2", T2, "superposed-subset", "none"),
        Spread("T2", T2, "superposed-subset", "one"),
        new()
        {
            Id = "superposed-subset-preactivation",
            Subject = "T2",
            Source = T2,
            Statement = "A subset decoded from the state meets a noise of √(p m s/d0) before its neuron (128 features in 128 dimensions, exactly 2 active, p = 1/4)",
            Predicted = Math.Sqrt(0.25 * 128 * 2 / 128.0),
            Relation = Relation.Near,
            Tolerance = 0.06,
            Measure = PreactivationNoise,
        },
        new()
        {
            Id = "superposed-subset-degrades",
            Subject = "T2",
            Source = T2,
            Statement = "Decoding subsets gets worse with the number of features: rms with 512 over rms with 64 features (256 dimensions, 2048 neurons, exactly 2 active)",
            Predicted = 1.5,
            Relation = Relation.AtLeast,
            Measure = seed => Superposed("superposed-subset", 512, seed).Rms / Superposed("superposed-subset", 64, seed).Rms,
        },
        .. SuperposedInputClaims.Flatness,
        .. RandomLayer.All.Select(layer => Spread("T3", T3, layer.Kind, "none")),
        new()
        {
            Id = "random-within-four-of-designed",
            Subject = "T3",
            Source = T3,
            Statement = "A merely random layer needs at most 4 times the neurons of designed signs for the same error: squared ratio of rms with none active (64 features, exactly 3 active)",
            Predicted = 4,
            Relation = Relation.AtMost,
            Measure = seed => Math.Pow(Measure("random-kaiming", Size(64, 3, 1024), 200, seed)["none"].Rms / Measure("sign", Size(64, 3, 1024), 200, seed)["none"].Rms, 2),
        },
    ];

    /// <summary>The standard deviation of a class's errors, in units of 1/√d.</summary>
    private static Claim Spread(string subject, string source, string kind, string inputClass)
    {
        var construction = UniversalAndConstructions.Find(kind)!;
        var size = Size(64, 3, 1024) with { Encoding = construction.UsesEncoding ? new EncodingSize(EncodingKind.Gaussian, 512) : null };
        return new Claim
        {
            Id = $"{kind}-{inputClass}-std",
            Subject = subject,
            Source = source,
            Statement = $"{construction.Summary}: √d times the standard deviation with {inputClass} of the pair active (64 features{(construction.UsesEncoding ? " in 512 dimensions" : string.Empty)}, exactly 3 active, 1024 neurons)",
            Predicted = Math.Sqrt(size.Neurons) * construction.Predict(size)[inputClass].Std,
            Relation = Relation.Near,

            // True ANDs of one network are few and share its luck, and a decoded subset's noise has a part common to a whole input.
            Tolerance = inputClass == "both" ? 0.15 : kind == "superposed-subset" ? 0.1 : 0.05,
            Measure = seed => Math.Sqrt(size.Neurons) * Measure(kind, size, 200, seed)[inputClass].Std,
        };
    }

    private static ErrorReport Superposed(string kind, int features, Seed seed) =>
        Measure(kind, Size(features, 2, 2048) with { Encoding = new EncodingSize(EncodingKind.Gaussian, 256) }, features > 100 ? 20 : 100, seed);

    private static double PreactivationNoise(Seed seed)
    {
        var size = Size(128, 2, 1024) with { Density = 0.25, Encoding = new EncodingSize(EncodingKind.Gaussian, 128) };
        using var network = Build("superposed-subset", size, seed);
        return SuperposedSubsets.MeasurePreactivationNoise(network, size, size.Inputs.Draw(seed.Stream("inputs"), 400));
    }

    private static UniversalAndSize Size(int features, int active, int neurons) => new(new SparseInputs(features, active, Sparsity.Exactly), neurons);

    private static ErrorReport Measure(string kind, UniversalAndSize size, int inputs, Seed seed)
    {
        using var network = Build(kind, size, seed);
        return OutputErrors.Measure(network, PairAnds.All(size.Features), InputSample.AllUpTo(size.Inputs, inputs, seed.For("measurement")));
    }

    private static ReluNetwork Build(string kind, UniversalAndSize size, Seed seed)
    {
        using var generator = seed.Generator("construction");
        return UniversalAndConstructions.Find(kind)!.Build(size, generator);
    }
}
