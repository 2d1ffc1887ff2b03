using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Superposition.AlgebraicCodes;
using Superposition.Booleans;

namespace Superposition.Cli.Commands.Construct;

/// <summary>The ANDs of all pairs by an explicit code of hashes, with the ε of its proof.</summary>
internal sealed class CodeKind : ConstructKind
{
    // Run in whole numbers, this many steps take a few seconds.
    private const double MaxSteps = 2e10;

    private readonly Option<int?> features = NumberOption.Features("Number of features.", 2, 512);
    private readonly Option<int?> hashes =
        NumberOption.Whole("--hashes", "h", "Number of hashes (default: the fewest: 1, or 3 for 3 active).", 1, 64);

    private readonly Option<string?> exponents =
        new("--exponents")
        {
            Description = "Powers to take as hashes, for example 1,3,5 (default: the smallest that do not collide).",
            HelpName = "e,e,…"
        };

    private readonly Option<bool> orbits =
        new("--orbits")
        {
            Description =
                "Outputs for one pair of each orbit of the code's symmetries alone: they speak for all others, and the file stays small."
        };

    public CodeKind(Screen screen)
        : base(
            screen, "code",
            "explicit code: pairs hashed by powers in GF(2^k), N = 2^k ≥ m, N + (N − 1)h neurons; at most 2 active ε = 1/(4 + 2h), at "
            + "most 3 ε = h/(6h − 4)",
            "superposition construct code --features 32 --hashes 3",
            "superposition construct code --features 32 --hashes 3 --active 3",
            "superposition construct code --features 32 --exponents 1,5,7")
    {
        features.Required = true;
        Active.Required = false;
        foreach (var option in (Option[])[features, hashes, exponents, orbits])
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override Construction Plan(ParseResult parsed, CancellationToken cancellation)
    {
        var m = parsed.GetValue(features)!.Value;
        var inputs = new SparseInputs(m, parsed.GetValue(Active) ?? 2, Sparsities.Value(parsed) ?? Sparsity.AtMost);
        var layer = Layer(parsed, m, inputs.Active);
        if (parsed.GetValue(Neurons) is { } d && d != layer.Neurons)
        {
            throw new CallerException(
                $"--neurons is {d}, but {layer.Hashes.Length} hashes of {m} features take {layer.Neurons} neurons: leave the option out.");
        }

        var pairs = parsed.GetValue(orbits) ? Representatives(layer) : PairAnds.All(m);
        Memory.Require(3.0 * sizeof(float) * layer.Neurons * pairs.Count, $"{pairs.Count:N0} pairs read from {layer.Neurons:N0} neurons");
        return new Construction
        {
            Kind = Name,
            Description =
            [
                $"{Name}: hashes {string.Join(", ", layer.Hashes)} of the pairs of GF(2^{layer.Field.Degree})",
                $"ε = {layer.Epsilon} by the proof in docs/algebraic-codes.md{Confirmed(layer)}",
            ],
            Inputs = inputs,
            Targets = pairs,
            Build = _ => layer.ToIntegers().ToNetwork(pairs),
            Predict = () => layer.Predict(inputs),
            Task = "universal-and",
            Recipe = new Recipe(
                Name, m, inputs.Active, inputs.Sparsity, layer.Neurons, layer.Field.Degree, [.. layer.Hashes.Select(hash => hash.Name)],
                $"{layer.Epsilon}"),
        };
    }

    private static PairAnds Representatives(HashLayer layer) => layer.Symmetries() is { Count: > 0 } symmetries
        ? PairAnds.Of(layer.Features, layer.ToIntegers().OnePairOfEachOrbit(symmetries))
        : throw new CallerException("--orbits needs a code with symmetries, expected hashes that are powers and --features "
            + $"{layer.Field.Size}, all points of the field.");

    private HashLayer Layer(ParseResult parsed, int m, int active)
    {
        if (parsed.GetValue(exponents) is not { } text)
        {
            return HashChoice.ForFeatures(m, parsed.GetValue(hashes) ?? (active > 2 ? 3 : 1), active);
        }

        var numbers = text.Split(',').Select(part =>
            int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var e) && e > 0 ? e : 0).ToImmutableArray();
        if (numbers.Contains(0) || numbers.Distinct().Count() < numbers.Length)
        {
            throw new CallerException($"--exponents is \"{text}\", expected different whole numbers from 1 on, such as 1,3,5.");
        }

        return parsed.GetValue(hashes) is { } h && h != numbers.Length
            ? throw new CallerException($"--hashes is {h}, but --exponents names {numbers.Length}: leave one of them out.")
            : HashChoice.ForExponents(m, numbers, active);
    }

    /// <summary>Whether running the network in whole numbers on every input gives the same.</summary>
    private static string Confirmed(HashLayer layer)
    {
        var pairs = layer.Features * (layer.Features - 1.0) / 2;
        var reduced = layer.Symmetries().Count > 0 ? layer.Field.Units : 1;
        var inputs = pairs * (layer.Active > 2 ? layer.Features / 3.0 : 1);
        return pairs / reduced * inputs * layer.Neurons <= MaxSteps
            ? $", and {layer.ToIntegers().WorstError(layer.Symmetries())} in whole numbers over all inputs and pairs"
            : "; too large to be run in whole numbers on all inputs here";
    }

    private sealed record Recipe(
        string Construction, int Features, int Active, Sparsity Sparsity, int Neurons, int Degree,
        ImmutableArray<string> Hashes, string Epsilon);
}
