using System.Collections.Immutable;

namespace Superposition.Experiments.LearnedVersusConstructed;

/// <summary>
/// Chooses the learning rate at each point of the scientific grid: the lowest training loss, mean over seeds. Errors are not looked at, so that
/// the choice cannot favour an answer.
/// </summary>
public static class NuisanceSelection
{
    /// <summary>The choice at every point of the grid that has a trained cell, in the order of part, objective and width.</summary>
    /// <param name="records">Records of the experiment; those that trained nothing are passed over.</param>
    public static ImmutableArray<NuisanceChoice> Choose(IEnumerable<LearnedVersusConstructedRecord> records) =>
    [
        .. from record in records
           where record is { FinalLoss: not null, LearningRate: not null, Objective: not null }
           group record by (record.Part, Objective: record.Objective!, record.Neurons) into cells
           orderby cells.Key.Part, cells.Key.Objective, cells.Key.Neurons
           select Choose(cells.Key.Part, cells.Key.Objective, cells.Key.Neurons, [.. cells]),
    ];

    private static NuisanceChoice Choose(Part part, string objective, int neurons, ImmutableArray<LearnedVersusConstructedRecord> records)
    {
        var rates = records.GroupBy(record => record.LearningRate!.Value).OrderBy(cells => cells.Key).ToArray();

        // While a run is not finished a rate may lack seeds; rates are then compared on the seeds that all of them have.
        var shared = rates.Select(cells => cells.Select(cell => cell.Seed)).Aggregate((some, others) => some.Intersect(others)).ToHashSet();
        ImmutableArray<NuisanceCandidate> candidates =
        [
            .. from cells in rates
               let counted = cells.Where(cell => shared.Contains(cell.Seed)).ToArray()
               let diverged = cells.Count(cell => cell.DivergedAt is not null)
               select new NuisanceCandidate(cells.Key, counted.Length, diverged, counted.Length == 0 || diverged > 0 ? null : counted.Average(cell => cell.FinalLoss!.Value)),
        ];
        return new NuisanceChoice(part, objective, neurons, candidates.Where(c => c.MeanLoss is not null).MinBy(c => c.MeanLoss)?.LearningRate, candidates);
    }
}

/// <summary>The learning rate at one point of the scientific grid.</summary>
/// <param name="Part">What is trained.</param>
/// <param name="Objective">The objective's name.</param>
/// <param name="Neurons">d.</param>
/// <param name="LearningRate">The rate with the lowest mean loss (the lower of equal ones); null when every rate diverged at some seed, or no seed has all rates.</param>
/// <param name="Candidates">What it was chosen from, by increasing rate.</param>
public sealed record NuisanceChoice(Part Part, string Objective, int Neurons, double? LearningRate, ImmutableArray<NuisanceCandidate> Candidates);

/// <summary>A learning rate to choose from.</summary>
/// <param name="LearningRate">The rate.</param>
/// <param name="Seeds">The seeds that count: those for which every rate has been tried.</param>
/// <param name="Diverged">Of all seeds tried with it, those whose loss did not stay finite.</param>
/// <param name="MeanLoss">Mean over seeds of the training loss at the end; null when a seed diverged, for then there is no such mean, or when no seed counts.</param>
public sealed record NuisanceCandidate(double LearningRate, int Seeds, int Diverged, double? MeanLoss);
