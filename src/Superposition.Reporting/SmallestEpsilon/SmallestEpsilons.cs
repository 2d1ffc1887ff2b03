using System.Collections.Immutable;
using Superposition.Experiments.SmallestEpsilon;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;
using Superposition.Representation;

namespace Superposition.Reporting.SmallestEpsilon;

/// <summary>The proved ε of all layers, sorted by where the layer came from.</summary>
internal sealed class SmallestEpsilons
{
    /// <summary>No affine read-off of the raw input has a smaller one.</summary>
    public const double LinearControl = 0.25;

    public SmallestEpsilons(SmallestEpsilonSpec spec, ImmutableArray<SmallestEpsilonRecord> records)
    {
        Spec = spec;
        var measured = records.Where(record => record.Best is not null).ToArray();
        Sources =
        [
            .. from kind in spec.Scientific.Constructions select Source($"{kind}, best read-off", Palette.Of(kind), measured.Where(record => record.Construction == kind)),
            Source("trained, best read-off", Palette.Trained, measured.Where(record => record.Construction is null)),
            Source("trained, own read-off", Palette.Trained with { Dash = Dash.Dotted }, measured.Where(record => record.Construction is null).Select(record => record with { Best = record.AsItIs })),
        ];
    }

    public SmallestEpsilonSpec Spec { get; }

    /// <summary>Where layers came from; sources without a record have no widths.</summary>
    public ImmutableArray<EpsilonSource> Sources { get; }

    /// <summary>Trained layers with the best read-off.</summary>
    public EpsilonSource Trained => Sources[^2];

    public IEnumerable<int> Widths => Sources.SelectMany(source => source.Widths).Distinct().Order();

    /// <summary>Outputs that some input makes 1 and all others 0.</summary>
    private double Outputs => Spec.Task.Pairs ?? Spec.Task.Features * (Spec.Task.Features - 1.0) / 2;

    /// <summary>The smallest ε that the bound on the rank of a perturbed identity leaves possible with d neurons and an affine read-off.</summary>
    public double Possible(int neurons)
    {
        double impossible = 0, possible = 0.5;
        while (possible - impossible > 1e-6)
        {
            var middle = (impossible + possible) / 2;
            (impossible, possible) = Bounds.PerturbedIdentityBound(Outputs, middle) > neurons + 1 ? (middle, possible) : (impossible, middle);
        }

        return possible;
    }

    private static EpsilonSource Source(string name, Ink ink, IEnumerable<SmallestEpsilonRecord> records) =>
        new(name, ink, [.. records.Select(record => new EpsilonOfSeed(record.Neurons, record.Seed, record.Best!))]);
}

/// <summary>Layers of one origin.</summary>
/// <param name="Name">The origin and the read-off.</param>
/// <param name="Ink">How it is drawn.</param>
/// <param name="Cells">What was proved.</param>
internal sealed record EpsilonSource(string Name, Ink Ink, ImmutableArray<EpsilonOfSeed> Cells)
{
    public IEnumerable<int> Widths => Cells.Select(cell => cell.Neurons).Distinct().Order();

    /// <summary>Mean over seeds of what is proved not to be exceeded.</summary>
    public Estimate? Mean(int neurons) => PerSeed.Of(Cells.Where(cell => cell.Neurons == neurons), cell => cell.Seed, cell => cell.Proved.Upper).Estimate;

    /// <summary>The seed with the smallest ε.</summary>
    public EpsilonOfSeed? Smallest(int neurons) => Cells.Where(cell => cell.Neurons == neurons).MinBy(cell => cell.Proved.Upper);
}

/// <summary>What was proved of one layer.</summary>
internal sealed record EpsilonOfSeed(int Neurons, ulong Seed, ProvedEpsilon Proved);
