using System.Collections.Immutable;
using Superposition.Reporting.Figures;

namespace Superposition.Reporting;

/// <summary>What an experiment's records say.</summary>
/// <param name="Answer">The answer to its question, in sentences made from the records.</param>
/// <param name="Charts">Its figures.</param>
/// <param name="Tables">Its tables.</param>
public sealed record Findings(Answer Answer, ImmutableArray<Chart> Charts, ImmutableArray<Table> Tables)
{
    /// <summary>Its maps, behind the other figures.</summary>
    public ImmutableArray<HeatMap> Maps { get; init; } = [];
}

/// <summary>The answer to an experiment's question. Every number in it is computed from records.</summary>
/// <param name="Headline">The answer in a sentence or two.</param>
/// <param name="Points">What else is to be known.</param>
public sealed record Answer(string Headline, ImmutableArray<AnswerPoint> Points);

/// <summary>One thing that is to be known.</summary>
/// <param name="Subject">What it is about, in a few words.</param>
/// <param name="Text">A sentence or two.</param>
public sealed record AnswerPoint(string Subject, string Text);
