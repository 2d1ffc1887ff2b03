using System.CommandLine;
using Superposition.Booleans;
using Superposition.Representation;
using Superposition.UniversalAnd;

namespace Superposition.Cli.Commands.Construct;

/// <summary>The ANDs of all pairs of features, by one of the universal-AND constructions.</summary>
internal sealed class UniversalAndKind : ConstructKind
{
    private static readonly string[] Encodings = ["gaussian", "signs", "low-coherence"];

    private readonly IUniversalAndConstruction family;
    private readonly IUniversalAndConstruction? meanSubtracted;
    private readonly Option<int?> features = NumberOption.Features("Number of features.", 2, 4096);
    private readonly Option<double?> density = NumberOption.Probability("--density", "p", "Share of non-zero weights (default: 0.75/s).");
    private readonly Option<int?> dimension = NumberOption.Whole(
        "--input-dimension", "d0", "Dimension of the state Φb that holds all features (default: as many as neurons).", 1, 1_000_000);
    private readonly Option<string?> encoding = new("--encoding")
    {
        Description = "How the directions of Φ are chosen (default: gaussian).",
        HelpName = string.Join('|', Encodings)
    };

    private readonly Option<bool> keepMean = new("--keep-mean")
    {
        Description = "Read without subtracting the mean activation first, as the paper writes it: more noise for the same neurons.",
    };

    public UniversalAndKind(Screen screen, IUniversalAndConstruction construction)
        : base(screen, construction.Kind, construction.Summary, Example(construction))
    {
        family = construction;
        meanSubtracted = UniversalAndConstructions.MeanSubtractedOf(construction);
        features.Required = true;
        Add(features);
        foreach (var option in (Option[])[.. construction.UsesDensity
            ? [density]
            : (Option[])[], .. construction.UsesEncoding
            ? [dimension, encoding]
            : (Option[])[], .. meanSubtracted is null
            ? (Option[])[]
            : [keepMean]])
        {
            Add(option);
        }

        encoding.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !Encodings.Contains(token.Value, StringComparer.Ordinal))
            {
                result.AddError($"--encoding is \"{token.Value}\", expected one of {string.Join(", ", Encodings)}.");
            }
        });
    }

    /// <inheritdoc/>
    protected override Construction Plan(ParseResult parsed, CancellationToken cancellation)
    {
        var construction = parsed.GetValue(keepMean) ? family : meanSubtracted ?? family;
        var inputs = Inputs(parsed, parsed.GetValue(features)!.Value);
        var d = Width(parsed, inputs.Features, construction.RequiredNeurons(inputs.Features));
        var size = new UniversalAndSize(inputs, d, construction.UsesDensity ? parsed.GetValue(density) : null);
        if (construction.UsesEncoding)
        {
            var d0 = parsed.GetValue(dimension) ?? d;
            Memory.Require(6.0 * sizeof(float) * d0 * (inputs.Features + d), $"A state of {d0:N0} dimensions under {d:N0} neurons");
            var kind = (EncodingKind)Math.Max(0, Array.IndexOf(Encodings, parsed.GetValue(encoding)));
            size = size with { Encoding = new EncodingSize(kind, d0) };
        }

        return new Construction
        {
            Kind = construction.Kind,
            Description =
            [
                $"{construction.Kind}: {construction.Summary}",
                .. construction.UsesDensity ? [$"density {size.DensityOrDefault:G4}"] : (string[])[],
                .. size.Encoding is { } state
                    ? [$"state of {state.Dimension:N0} dimensions, {Encodings[(int)state.Kind]} directions"]
                    : (string[])[],
            ],
            Inputs = inputs,
            Targets = PairAnds.All(inputs.Features),
            Build = seed => construction.Build(size, seed),
            Predict = () => construction.Predict(size),
            Task = "universal-and",
            Recipe = new Recipe(
                construction.Kind, inputs.Features, inputs.Active, inputs.Sparsity, d, construction.UsesDensity
                    ? size.DensityOrDefault
                    : null, size.Encoding?.Kind, size.Encoding?.Dimension),
        };
    }

    private static string Example(IUniversalAndConstruction construction) =>
        $"superposition construct {construction.Kind} --features 32 --active "
            + $"2{(construction.RequiredNeurons(32) is null ? $" --neurons {Math.Min(512, construction.MaxNeurons(32) ?? 512)}" : "")}"
            + $"{(construction.UsesEncoding ? " --input-dimension 256" : "")} --out {construction.Kind}.safetensors";

    private sealed record Recipe(
        string Construction, int Features, int Active, Sparsity Sparsity, int Neurons, double? Density,
        EncodingKind? Encoding, int? InputDimension);
}
