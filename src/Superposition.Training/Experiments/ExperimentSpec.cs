using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Experiments;

/// <summary>
/// A question put to experiment, as data: what is asked, what is predicted, and the grid of cells that answers it. Each kind of experiment is one
/// record and one folder; a new kind is added by one line here.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ConstructionErrors.ConstructionErrorsSpec), "construction-errors")]
[JsonDerivedType(typeof(LearnedVersusConstructed.LearnedVersusConstructedSpec), "learned-versus-constructed")]
[JsonDerivedType(typeof(SmallestEpsilon.SmallestEpsilonSpec), "smallest-epsilon")]
public abstract record ExperimentSpec : RunSpec
{
    /// <summary>The question.</summary>
    [Description("What the experiment asks, in a sentence or two."), JsonPropertyOrder(-2)]
    public required string Question { get; init; }

    /// <summary>The prediction, written before the run.</summary>
    [Description("What is expected, written before the run."), JsonPropertyOrder(-1)]
    public required string Prediction { get; init; }

    /// <summary>One run of every cell a seed.</summary>
    [Description("One run of every cell a seed; five or more for a claim."), JsonPropertyOrder(1)]
    public required ImmutableArray<ulong> Seeds { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public sealed override string Asks => Question;

    /// <inheritdoc/>
    [JsonIgnore]
    public sealed override ImmutableArray<ulong> AllSeeds => Seeds;

    /// <inheritdoc/>
    public sealed override JsonNode ToJsonNode() => JsonSerializer.SerializeToNode(this, SpecJson.Line)!;

    /// <summary>What is wrong with the values, if anything. The first problem is shown to the user.</summary>
    public abstract IEnumerable<SpecProblem> Problems();

    /// <summary>The same experiment with the text of the files that it names, so that it can be run and repeated without them.</summary>
    /// <param name="read">Reads a file, given its path from where the spec lies.</param>
    public override ExperimentSpec WithFiles(Func<string, string> read) => this;

    /// <summary>The grid, in a fixed order; made as it is walked, so that a grid too large can be refused.</summary>
    public abstract IEnumerable<Cell> Cells();

    /// <summary>The same experiment cut down to seconds, to see that it runs.</summary>
    public abstract override ExperimentSpec Smoke();

    /// <inheritdoc/>
    public sealed override IEnumerable<GridCell> GridCells() => Cells().Select(cell => new ExperimentGridCell(cell));

    /// <summary>The same experiment with other seeds.</summary>
    public ExperimentSpec WithSeeds(ImmutableArray<ulong> seeds) => this with { Seeds = seeds };
}
