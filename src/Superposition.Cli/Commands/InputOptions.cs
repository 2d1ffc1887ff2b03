using System.CommandLine;
using Superposition.Booleans;

namespace Superposition.Cli.Commands;

/// <summary>The options that say which inputs are looked at.</summary>
internal sealed class InputOptions
{
    private const int UsualInputs = 1000;

    // Ten million inputs of a small network take minutes; more is a slip of the pen.
    private const int MostWalkable = 10_000_000;

    private readonly Option<int?> active = NumberOption.Whole("--active", "s", "Number of active features (default: what the file says).", 1, 1_000_000);
    private readonly Option<bool> exactly = new("--exactly") { Description = "Exactly s features are active." };
    private readonly Option<bool> atMost = new("--at-most") { Description = "At most s features are active." };
    private readonly Option<int?> inputs = NumberOption.Inputs(UsualInputs);
    private readonly Option<ulong?> seed = NumberOption.Seed("Seed of drawn inputs and of untrained and shuffled controls (default: 0).");

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [active, exactly, atMost, inputs, seed];

    /// <summary>Exactly or at most s, as one option.</summary>
    public static Option<Sparsity?> Sparsity() => new("--sparsity")
    {
        Description = "Whether inputs have exactly s active features or at most s (default: exactly).",
        HelpName = "exactly|at-most",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text is not ("exactly" or "at-most"))
            {
                result.AddError($"--sparsity is \"{text}\", expected exactly or at-most.");
            }

            return text == "at-most" ? Booleans.Sparsity.AtMost : Booleans.Sparsity.Exactly;
        },
    };

    /// <summary>The seed.</summary>
    public Seed Seed(ParseResult parsed) => new(parsed.GetValue(seed) ?? 0);

    /// <summary>The inputs that a network is measured on: what the options say, and otherwise what its file says.</summary>
    /// <exception cref="CallerException">Neither says it, or it cannot be.</exception>
    public InputSample Sample(ParseResult parsed, LoadedNetwork network, CancellationToken cancellation)
    {
        var s = parsed.GetValue(active) ?? network.Inputs?.Active
            ?? throw new CallerException($"{network.Path} does not say how many features are active, expected --active s.");
        if (s > network.Network.Features)
        {
            throw new CallerException($"--active is {s}, expected at most the {network.Network.Features} features of {network.Path}.");
        }

        if (parsed.GetValue(exactly) && parsed.GetValue(atMost))
        {
            throw new CallerException("--exactly and --at-most are both given, expected one of them.");
        }

        var sparsity = parsed.GetValue(exactly) ? Booleans.Sparsity.Exactly : parsed.GetValue(atMost) ? Booleans.Sparsity.AtMost : network.Inputs?.Sparsity ?? Booleans.Sparsity.Exactly;
        var sample = InputSample.AllUpTo(new SparseInputs(network.Network.Features, s, sparsity), parsed.GetValue(inputs) ?? UsualInputs, Seed(parsed).For("measurement"));
        RequireWalkable(sample);
        return sample.StoppedBy(cancellation);
    }

    /// <summary>Refuses more inputs than can be walked through in sensible time.</summary>
    /// <exception cref="CallerException">There are more.</exception>
    public static void RequireWalkable(InputSample sample)
    {
        if (sample.Count > MostWalkable)
        {
            throw new CallerException($"There are {sample.Space.Count:N0} inputs with {sample.Space}, expected at most {MostWalkable:N0} to look at: give a number to --inputs.");
        }
    }
}
