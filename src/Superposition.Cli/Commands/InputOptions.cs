using System.CommandLine;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Tasks;

namespace Superposition.Cli.Commands;

/// <summary>The options that say what a network's task is, and on which inputs it is measured.</summary>
internal sealed class InputOptions
{
    private const int UsualInputs = 1000;

    // Ten million inputs of a small network take minutes; more is a slip of the pen.
    private const int MaxWalkable = 10_000_000;

    private readonly Option<int?> active = NumberOption.Active("Number of active features (default: what the file says).", 1_000_000);
    private readonly SparsityOption sparsity = new("what the file says");
    private readonly Option<int?> inputs = NumberOption.Inputs(UsualInputs);
    private readonly Option<string?> task =
        new("--task")
        {
            Description = $"What the outputs are: {TaskText.Forms} (default: what the network's file says).",
            HelpName = "FILE|SPEC"
        };
    private readonly Option<ulong?> seed = NumberOption.Seed("Seed of drawn inputs and of untrained and shuffled controls (default: 0).");

    /// <summary>The options in the order in which help lists them, the seed last.</summary>
    public IEnumerable<Option> All => [.. OfInputs, seed];

    /// <summary>Those that mean nothing where inputs are given: all but the seed.</summary>
    public IEnumerable<Option> OfInputs => [task, active, .. sparsity.All, inputs];

    /// <summary>Those that say what the task is.</summary>
    public IEnumerable<Option> OfTask => [task, active, .. sparsity.All, seed];

    /// <summary>Whether one of those that say what the task is was given.</summary>
    public bool AreGiven(ParseResult parsed) => OfTask.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>The seed that inputs are drawn from; 0 unless it is given.</summary>
    public Seed Seed(ParseResult parsed) => new(parsed.GetValue(seed) ?? 0);

    /// <summary>Whether --task says what the outputs are.</summary>
    public bool GivesTask(ParseResult parsed) => parsed.GetValue(task) is not null;

    /// <summary>The task that is given by --task, or null.</summary>
    public GivenTask? Task(ParseResult parsed, CancellationToken cancellation) =>
        parsed.GetValue(task) is { } text ? TaskText.Read(text, cancellation) : null;

    /// <summary>How inputs are drawn: what the options say, otherwise what the task or the file says; null when nobody says it.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="features">m, the number of features.</param>
    /// <param name="known">What the task or the file says.</param>
    /// <param name="targets">
    /// The functions; for those of a circuit inputs have at most s active features where nothing else is said.
    /// </param>
    /// <exception cref="CallerException">It cannot be.</exception>
    public InputsSpec? Inputs(ParseResult parsed, int features, InputsSpec? known, TargetsSpec targets)
    {
        var given = sparsity.Value(parsed);
        var s = parsed.GetValue(active) ?? (given is null ? null : (known as SparseSetSpec)?.Active);
        if (s is null)
        {
            return known;
        }

        if (s > features)
        {
            throw new CallerException($"--active is {s}, expected at most the {features} features of the network.");
        }

        var usual = known is AtMostActiveSpec || (known is null && targets is CircuitSpec or GatesSpec or TableSpec)
            ? Sparsity.AtMost
            : Sparsity.Exactly;
        return SetOf(features, s.Value, given ?? usual);
    }

    /// <summary>A set of sparse inputs as data.</summary>
    public static InputsSpec SetOf(int features, int active, Sparsity sparsity) => sparsity == Sparsity.AtMost
        ? new AtMostActiveSpec { Features = features, Active = active }
        : new ExactlyActiveSpec { Features = features, Active = active };

    /// <summary>The boolean inputs that a network is measured on.</summary>
    /// <exception cref="CallerException">There are too many, or the task's inputs are real.</exception>
    public InputSample Sample(ParseResult parsed, LoadedNetwork network, CancellationToken cancellation)
    {
        if (network.Task.Boolean is null)
        {
            throw new CallerException($"{network.Path}: its task has {network.Task.Inputs.Description}, expected boolean inputs and "
                + "outputs here: give --active s and --task identity or relu without values.");
        }

        var sample = network.Task.Sample(parsed.GetValue(inputs) ?? UsualInputs, Seed(parsed).For("measurement"));
        RequireWalkable(sample);
        return sample.StoppedBy(cancellation);
    }

    /// <summary>
    /// The real inputs that a network is measured on; a hundred times as many as boolean ones, for most of them say little.
    /// </summary>
    public RealSample RealSample(ParseResult parsed, LoadedNetwork network, CancellationToken cancellation) =>
        network.Task.RealSample(
            Math.Min(parsed.GetValue(inputs) ?? 100 * UsualInputs, MaxWalkable), Seed(parsed).For("measurement"), cancellation);

    /// <summary>Refuses more inputs than can be walked through in sensible time.</summary>
    /// <exception cref="CallerException">There are more.</exception>
    public static void RequireWalkable(InputSample sample)
    {
        if (sample.Count > MaxWalkable)
        {
            throw new CallerException($"There are {sample.Space.Count:N0} inputs with {sample.Space}, expected at most "
                + $"{MaxWalkable:N0}: give a number to --inputs.");
        }
    }
}
