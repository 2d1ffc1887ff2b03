using Superposition.Booleans;
using Superposition.Studies;
using Superposition.Training;

namespace Superposition.Experiments;

/// <summary>One cell of an experiment's grid: computed on its own, from its own seed, whatever ran before it or beside it.</summary>
public abstract record Cell
{
    /// <summary>A name that is unique in the experiment and fit for a file, for example "sign-m64-s3-d512-seed0".</summary>
    public abstract string Id { get; }

    /// <summary>What the cell costs, in arbitrary units that add up over cells: for the time left.</summary>
    public abstract double Cost { get; }

    /// <summary>Where training in this cell keeps its state and takes it up from; null when it is not kept.</summary>
    public ITrainingStore? Store { get; init; }

    /// <summary>Computes the cell.</summary>
    /// <param name="progress">Is told the share done, 0 … 1, and a few words such as the loss.</param>
    /// <param name="cancellation">Stops the cell; nothing of it is kept but the state of its training.</param>
    public abstract CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation);

    /// <summary>The seed of one part of a cell. Cells that share <paramref name="seed"/> and purpose share the draw: comparisons are paired.</summary>
    protected static Seed SeedFor(ulong seed, string purpose) => new Seed(seed).For(purpose);
}
