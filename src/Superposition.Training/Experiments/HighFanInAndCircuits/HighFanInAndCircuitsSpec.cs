using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Experiments.HighFanInAndCircuits;

/// <summary>How ANDs of more than two features, and whole circuits, are computed in one layer: error against width, read-off and fan-in.</summary>
[Description("ANDs of t features and whole circuits in one layer: errors against width, predicted and measured, with analytic and fitted read-offs.")]
public sealed record HighFanInAndCircuitsSpec : ExperimentSpec
{
    /// <summary>ANDs of t features.</summary>
    [Description("ANDs of t features: every combination is a cell.")]
    public required FanInGrid FanIn { get; init; }

    /// <summary>Circuits.</summary>
    [Description("Circuits in one layer: every combination is a cell.")]
    public required CircuitGrid Circuits { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems() =>
    [
        .. SpecRules.Seeds(Seeds),
        .. SpecRules.Between("fanIn.features", FanIn.Features, 2, 4096),
        .. SpecRules.Between("fanIn.active", FanIn.Active, 1, FanIn.Features, "the number of features"),
        .. SpecRules.Each("fanIn.sizes", FanIn.Sizes, (path, t) => SpecRules.Between(path, t, 1, FanIn.Active, "the number of active features")),
        .. SpecRules.Each("fanIn.banks", FanIn.Banks, (_, _) => []),
        .. SpecRules.Each("fanIn.neurons", FanIn.Neurons, (path, d) => SpecRules.Between(path, d, 1, 1_000_000)),
        .. SpecRules.Between("fanIn.sets", FanIn.Sets, 1, 100_000),
        .. SpecRules.Between("fanIn.inputs", FanIn.Inputs, 1, 10_000_000),
        .. SpecRules.Between("circuits.features", Circuits.Features, 1, 4096),
        .. SpecRules.Between("circuits.active", Circuits.Active, 1, Circuits.Features, "the number of features"),
        .. SpecRules.Each("circuits.neurons", Circuits.Neurons, (path, d) => SpecRules.Between(path, d, 8, 1_000_000)),
        .. SpecRules.Each("circuits.files", Circuits.Files, (_, _) => []),
        .. SpecRules.Between("circuits.inputs", Circuits.Inputs, 1, 1_000_000),
        .. SpecRules.Between("circuits.leastSquaresUpToNeurons", Circuits.LeastSquaresUpToNeurons, 0, 4096),
        .. SpecRules.Between("circuits.minimaxUpToNeurons", Circuits.MinimaxUpToNeurons, 0, 1024),
    ];

    /// <inheritdoc/>
    public override ExperimentSpec WithFiles(Func<string, string> read)
    {
        var files = Circuits.Files.Select(circuit => circuit.Text is null ? circuit with { Text = read(circuit.File) } : circuit).ToImmutableArray();
        foreach (var circuit in files)
        {
            var own = circuit.Parse().Features;
            if (own > Circuits.Features)
            {
                throw new SpecException($"{circuit.File}: the circuit has {own} features, expected at most the {Circuits.Features} of circuits.features.");
            }
        }

        return this with { Circuits = Circuits with { Files = files } };
    }

    /// <inheritdoc/>
    public override IEnumerable<Cell> Cells() =>
    [
        .. from seed in Seeds
           from t in FanIn.Sizes
           select new FanInControlsCell(FanIn, t, seed),
        .. from t in FanIn.Sizes
           from bank in FanIn.Banks
           from d in FanIn.Neurons
           from seed in Seeds
           select new FanInCell(FanIn, t, bank, d, seed),
        .. from circuit in Circuits.Files
           select new CircuitControlsCell(Circuits, circuit, Seeds[0]),
        .. from circuit in Circuits.Files
           from d in Circuits.Neurons
           from seed in Seeds
           select new CircuitCell(Circuits, circuit, d, seed),
    ];

    /// <inheritdoc/>
    public override ExperimentSpec Smoke() => this with
    {
        Seeds = Seeds[..1],
        FanIn = FanIn with { Neurons = [FanIn.Neurons.Min()], Inputs = Math.Min(50, FanIn.Inputs), Sets = Math.Min(50, FanIn.Sets) },
        Circuits = Circuits with { Neurons = [Circuits.Neurons.Min()] },
    };
}

/// <summary>ANDs of t features.</summary>
public sealed record FanInGrid
{
    /// <summary>m, the number of features.</summary>
    [Description("m, the number of features.")]
    public required int Features { get; init; }

    /// <summary>s.</summary>
    [Description("s, the number of active features; inputs have exactly as many.")]
    public required int Active { get; init; }

    /// <summary>t.</summary>
    [Description("t, the numbers of features of an AND.")]
    public required ImmutableArray<int> Sizes { get; init; }

    /// <summary>Banks of neurons.</summary>
    [Description("How the neurons are drawn: subsets of the density predicted best, signs of the bias predicted best, or subsets of density 1/2.")]
    public required ImmutableArray<BankChoice> Banks { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of neurons.")]
    public required ImmutableArray<int> Neurons { get; init; }

    /// <summary>How many sets are read.</summary>
    [Description("How many sets of t features are read: all when there are no more than this, otherwise drawn.")]
    public required int Sets { get; init; }

    /// <summary>How many inputs are looked at.</summary>
    [Description("How many inputs are looked at: all when there are no more than this, otherwise drawn.")]
    public required int Inputs { get; init; }
}

/// <summary>How the neurons of an AND bank are chosen.</summary>
public enum BankChoice
{
    /// <summary>Random subsets of the density that is predicted to give the smallest ε.</summary>
    Subsets,

    /// <summary>Fair signs with the bias that is predicted to give the smallest ε.</summary>
    Signs,

    /// <summary>Random subsets of density 1/2, whatever that does.</summary>
    HalfDensity,
}

/// <summary>Circuits in one layer.</summary>
public sealed record CircuitGrid
{
    /// <summary>m, the number of features.</summary>
    [Description("m, the number of features; those that a circuit does not have are wired to nothing.")]
    public required int Features { get; init; }

    /// <summary>s.</summary>
    [Description("s: inputs have at most s active features.")]
    public required int Active { get; init; }

    /// <summary>The circuits.</summary>
    [Description("Files with circuits, beside the spec: BLIF, ASCII AIGER or the project's text format.")]
    public required ImmutableArray<CircuitFile> Files { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of neurons of the whole layer.")]
    public required ImmutableArray<int> Neurons { get; init; }

    /// <summary>How many inputs are looked at.</summary>
    [Description("How many inputs are looked at: all when there are no more than this, otherwise drawn. Fitted read-offs need all.")]
    public required int Inputs { get; init; }

    /// <summary>Up to which d least squares is fitted.</summary>
    [Description("Up to which number of neurons least-squares read-offs are fitted as well.")]
    public required int LeastSquaresUpToNeurons { get; init; }

    /// <summary>Up to which d linear programs are solved.</summary>
    [Description("Up to which number of neurons the read-off with the smallest worst error is found by linear programming.")]
    public required int MinimaxUpToNeurons { get; init; }
}

/// <summary>A circuit in a file.</summary>
public sealed record CircuitFile
{
    /// <summary>The file.</summary>
    [Description("The file, from where the spec lies.")]
    public required string File { get; init; }

    /// <summary>What stands in it; null until it is read.</summary>
    [Description("What stands in the file; given here, no file is read.")]
    public string? Text { get; init; }

    /// <summary>The circuit.</summary>
    /// <exception cref="CircuitFormatException">The text is not a circuit.</exception>
    internal BooleanCircuit Parse() => CircuitFormats.Parse(Text ?? throw new InvalidOperationException("The circuit's file has not been read."), File);

    /// <summary>The file's name without folder and ending.</summary>
    public string ShortName() => Path.GetFileNameWithoutExtension(File);
}
