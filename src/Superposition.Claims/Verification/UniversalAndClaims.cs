using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.UniversalAnd;

namespace Superposition.Verification;

/// <summary>
/// Claims about universal AND in one layer: basis-aligned inputs (T1), inputs in superposition (T2) and random networks (T3).
/// </summary>
public static class UniversalAndClaims
{
    private const string T1 = "arXiv 2408.05451, universal AND; moments derived here";
    private const string T2 = "arXiv 2408.05451, universal AND for inputs in superposition; moments derived here";
    private const string T3 = "arXiv 2408.05451, random networks; moments derived here";

    private const int Networks = 4;
    private static readonly ImmutableArray<string> Classes = ["none", "one", "both"];

    /// <summary>The claims of this group, in the order in which <c>verify</c> lists them.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        Spread("T1", T1, "subset", "none", tolerance: 0.09),
        Spread("T1", T1, "subset", "one", tolerance: 0.19),
        Spread("T1", T1, "subset", "both", tolerance: 0.58),
        Spread("T1", T1, "sign", "none", tolerance: 0.05),
        Spread("T1", T1, "sign", "one", tolerance: 0.13),
        Spread("T1", T1, "sign", "both", tolerance: 0.21),
        Spread("T1", T1, "sign-tuned", "none", tolerance: 0.04),
        Spread("T1", T1, "sign-tuned", "one", tolerance: 0.06),
        Spread("T1", T1, "sign-tuned", "both", tolerance: 0.19),
        Spread("T1", T1, "gaussian", "none", tolerance: 0.17),
        Spread("T1", T1, "gaussian", "one", tolerance: 0.25),
        Spread("T1", T1, "gaussian", "both", tolerance: 0.5),
        .. new[] { "subset", "sign", "sign-tuned", "gaussian" }.Select(kind => Means("T1", kind, tolerance: 0.01)),
        new()
        {
            Id = "uand-independent-of-m",
            Subject = "T1",
            Source = T1,
            Statement =
                "The error does not depend on the number of features: rms with 256 over rms with 32 features (signs, exactly 2 active, "
                + "512 neurons, pairs with none active)",
            Predicted = 1,
            Relation = Relation.Near,
            Within = 0.045,
            Measure = seed =>
                Measure("sign", Size(256, 2, 512), 160, seed)["none"].Rms / Measure("sign", Size(32, 2, 512), 496, seed)["none"].Rms,
        },
        new()
        {
            Id = "uand-root-width",
            Subject = "T1",
            Source = T1,
            Statement = "The error falls as 1/√d: rms with 256 over rms with 4096 neurons (signs, 64 features, exactly 3 active)",
            Predicted = 4,
            Relation = Relation.Near,
            Within = 0.15,
            Measure = seed => Measure("sign", Size(64, 3, 256), 200, seed).Rms / Measure("sign", Size(64, 3, 4096), 200, seed).Rms,
        },
        new()
        {
            Id = "uand-averaging-bias",
            Subject = "T1",
            Source = "arXiv 2408.05451, universal AND; bias derived here",
            Statement =
                "The mean over shared neurons is biased by p(s − 1) where one of the pair is active (subsets, p = 1/4, 64 features, "
                + "exactly 3 active, 2048 neurons)",
            Predicted = 0.25 * 2,
            Relation = Relation.Near,
            Within = 0.011,
            Measure = seed => Measure("subset-averaging", Size(64, 3, 2048) with { Density = 0.25 }, 200, seed)["one"].Mean,
        },
        new()
        {
            Id = "uand-centred-bias",
            Subject = "T1",
            Source = "derived here",
            Statement = "The centred read-off of the same layers has no bias there: largest mean error of the classes none and one",
            Predicted = 0.01,
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
            Statement =
                "2048 neurons compute 8128 ANDs within less than the 1/4 that a linear read-off reaches: ε over 150 inputs (tuned "
                + "signs, 128 features, exactly 2 active)",
            Predicted = 0.25,
            Relation = Relation.AtMost,
            Measure = seed => Measure("sign-tuned", Size(128, 2, 2048), 150, seed).Epsilon,
        },
        Spread("T2", T2, "superposed-projection", "none", tolerance: 0.15),
        Spread("T2", T2, "superposed-projection", "one", tolerance: 0.32),
        Spread("T2", T2, "superposed-subset", "none", tolerance: 0.45),
        Spread("T2", T2, "superposed-subset", "one", tolerance: 0.5),
        Means("T2", "superposed-projection", tolerance: 0.02),
        Means("T2", "superposed-subset", tolerance: 0.04),
        new()
        {
            Id = "superposed-subset-preactivation",
            Subject = "T2",
            Source = T2,
            Statement =
                "A subset decoded from the state meets a noise of √(p m s/d0) before its neuron (128 features in 128 dimensions, "
                + "exactly 2 active, p = 1/4)",
            Predicted = Math.Sqrt(0.25 * 128 * 2 / 128.0),
            Relation = Relation.Near,
            Within = 0.04,
            Measure = PreactivationNoise,
        },
        new()
        {
            Id = "superposed-subset-degrades",
            Subject = "T2",
            Source = T2,
            Statement =
                "Decoding subsets gets worse with the number of features: rms with 512 over rms with 64 features (256 dimensions, 2048 "
                + "neurons, exactly 2 active)",
            Predicted = 2,
            Relation = Relation.AtLeast,
            Measure = seed => Superposed("superposed-subset", 512, seed).Rms / Superposed("superposed-subset", 64, seed).Rms,
        },
        .. SuperposedInputClaims.Flatness,
        Spread("T3", T3, "random-pytorch", "none", tolerance: 0.3),
        Spread("T3", T3, "random-kaiming", "none", tolerance: 0.13),
        Spread("T3", T3, "random-kaiming-biased", "none", tolerance: 0.25),
        Spread("T3", T3, "random-xavier", "none", tolerance: 0.2),
        
        // F is calibrated on 256 drawn inputs, which adds to the spread.
        .. RandomLayer.All.Select(layer => Means("T3", layer.Kind, tolerance: 0.015)),
        new()
        {
            Id = "random-within-four-of-designed",
            Subject = "T3",
            Source = T3,
            Statement =
                "A merely random layer needs at most 4 times the neurons of designed signs for the same error: squared ratio of rms "
                + "with none active (64 features, exactly 3 active)",
            Predicted = 4,
            Relation = Relation.AtMost,
            Measure = seed => Math.Pow(
                Measure("random-kaiming", Size(64, 3, 1024), 200, seed)["none"].Rms
                    / Measure("sign", Size(64, 3, 1024), 200, seed)["none"].Rms,
                2),
        },
    ];

    /// <summary>The standard deviation of a class's errors, in units of 1/√d.</summary>
    private static Claim Spread(string subject, string source, string kind, string inputClass, double tolerance)
    {
        var construction = UniversalAndConstructions.Find(kind)!;
        var size = SizeOf(construction, features: 64, neurons: 1024, dimensions: 512);
        return new Claim
        {
            Id = $"{kind}-{inputClass}-std",
            Subject = subject,
            Source = source,
            Statement =
                $"{construction.Summary}: √d times the standard deviation with {inputClass} of the pair active (64 "
                + $"features{(construction.UsesEncoding ? " in 512 dimensions" : string.Empty)}, exactly 3 active, 1024 neurons, "
                + $"{Networks} networks)",
            Predicted = PredictedSpread(construction, size, Classes.IndexOf(inputClass)),
            Relation = Relation.Near,
            Within = tolerance,
            Measure = seed => Math.Sqrt(size.Neurons) * Pooled.Of(
                Enumerable.Range(0, Networks).Select(i => Measure(kind, size, inputClass == "both" ? 600 : 200, seed.For($"network:{i}"))),
                inputClass).Std,
        };
    }

    /// <summary>
    /// √d times a standard deviation, from one neuron's moments: nothing of the constructions enters, except where a decoded subset's own
    /// prediction is tested.
    /// </summary>
    private static double PredictedSpread(IUniversalAndConstruction construction, UniversalAndSize size, int members) =>
        construction.Kind switch
        {
            "subset" => OneNeuron.Subset(0.75 / 3).Spread(3, members),
            "sign" => OneNeuron.Sign(-1).Spread(3, members),
            "sign-tuned" => OneNeuron.Sign(-1).Spread(3, members, rowsSumToZero: true),
            "gaussian" or "random-kaiming" => OneNeuron.Normal.Spread(3, members),
            "random-kaiming-biased" => (OneNeuron.Normal with { BiasBound = Math.Sqrt(1.0 / 2) }).Spread(3, members),
            "random-pytorch" => (OneNeuron.Uniform with { BiasBound = Math.Sqrt(3) }).Spread(3, members),
            "random-xavier" => OneNeuron.Uniform.Spread(3, members),

            // Crosstalk adds to the noise of the neurons: a state x of 3 directions overlaps any other by √(3/d0), and the reading is
            // √3 (x·φ_k)(x·φ_l)/|x|.
            "superposed-projection" => Math.Sqrt(
                Math.Pow(OneNeuron.Normal.Spread(3, members), 2)
                    + (size.Neurons * Math.Pow(3.0 / size.EncodingOrDefault.Dimension, 2 - members))),
            _ => Math.Sqrt(size.Neurons) * construction.Predict(size)[Classes[members]].Std,
        };

    /// <summary>The mean error of the class in which it is largest.</summary>
    private static Claim Means(string subject, string kind, double tolerance)
    {
        var construction = UniversalAndConstructions.Find(kind)!;
        var size = SizeOf(construction, features: 512, neurons: 8192, dimensions: 2048);
        return new Claim
        {
            Id = $"{kind}-means",
            Subject = subject,
            Source = "arXiv 2408.05451: a true AND reads 1, any other 0",
            Statement = $"{construction.Summary}: mean error of the class, none, one or both of the pair active, in which it is largest "
                + $"(512 features{(construction.UsesEncoding ? " in 2048 dimensions" : string.Empty)}, exactly 3 active, 8192 neurons, "
                    + "6000 true ANDs)",
            Predicted = 0,
            Relation = Relation.Near,
            Within = tolerance,
            Measure = seed =>
            {
                // A few inputs at a time with the pairs that they have active: over all pairs, true ANDs are few.
                using var network = Build(kind, size, seed);
                var reports = Enumerable.Range(0, 20).Select(i =>
                    SampledPairs.Draw(size.Inputs, inputs: 100, others: 20, seed.For($"inputs:{i}")).Measure(network)).ToArray();
                return Classes.Select(name => Pooled.Of(reports, name).Mean).MaxBy(Math.Abs);
            },
        };
    }

    private static UniversalAndSize SizeOf(IUniversalAndConstruction construction, int features, int neurons, int dimensions) =>
        Size(features, 3, neurons) with
        {
            Encoding = construction.UsesEncoding
            ? new EncodingSize(EncodingKind.Gaussian, dimensions)
            : null
        };

    private static ErrorReport Superposed(string kind, int features, Seed seed) =>
        Measure(
            kind, Size(features, 2, 2048) with { Encoding = new EncodingSize(EncodingKind.Gaussian, 256) }, features > 100
            ? 20
            : 100, seed);

    private static double PreactivationNoise(Seed seed)
    {
        var size = Size(128, 2, 1024) with { Density = 0.25, Encoding = new EncodingSize(EncodingKind.Gaussian, 128) };
        return Enumerable.Range(0, Networks).Average(i =>
        {
            using var network = Build("superposed-subset", size, seed.For($"network:{i}"));
            return SuperposedSubsets.MeasurePreactivationNoise(network, size, size.Inputs.Draw(seed.Stream("inputs"), 400));
        });
    }

    private static UniversalAndSize Size(int features, int active, int neurons) =>
        new(new SparseInputs(features, active, Sparsity.Exactly), neurons);

    private static ErrorReport Measure(string kind, UniversalAndSize size, int inputs, Seed seed)
    {
        using var network = Build(kind, size, seed);
        return OutputErrors.Measure(
            network, PairAnds.All(size.Features), InputSample.AllUpTo(size.Inputs, inputs, seed.For("measurement")));
    }

    private static ReluNetwork Build(string kind, UniversalAndSize size, Seed seed)
    {
        return UniversalAndConstructions.Find(kind)!.Build(size, seed);
    }
}
