using System.Collections.Immutable;
using Superposition.Experiments.LearnedVersusConstructed;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.LearnedVersusConstructed;

/// <summary>The records of the experiment sorted into arms, each trained arm at the learning rate chosen for it.</summary>
internal sealed class Comparison
{
    private readonly ImmutableArray<LearnedVersusConstructedRecord> chosen;

    public Comparison(LearnedVersusConstructedSpec spec, ImmutableArray<LearnedVersusConstructedRecord> records)
    {
        Spec = spec;
        Choices = NuisanceSelection.Choose(records);
        chosen = [.. records.Where(IsChosen)];
        Objectives = [.. spec.Scientific.Objectives.Select(objective => objective.ToObjective().Name)];

        // A network before training depends on width and seed alone: any trained cell shows it, whatever its objective and learning rate.
        Arms =
        [
            .. from record in chosen.Concat(records.Where(record => record.Part == Part.Whole))
               from arm in record.Arms
               where arm.Arm is Arm.Untrained or Arm.UntrainedLeastSquares || IsChosen(record)
               let objective = arm.Arm is Arm.TrainedReadOff or Arm.Trained or Arm.TrainedLeastSquares ? record.Objective : null
               group new ArmCell(record.Neurons, record.Seed, arm.Errors) by (arm.Arm, record.Construction, Objective: objective) into cells
               orderby cells.Key.Arm, Objectives.IndexOf(cells.Key.Objective ?? ""), spec.Scientific.Constructions.IndexOf(cells.Key.Construction ?? "")
               select new ArmSeries(cells.Key.Arm, cells.Key.Construction, cells.Key.Objective, [.. cells.DistinctBy(cell => (cell.Neurons, cell.Seed))]),
        ];
    }

    /// <summary>The spec.</summary>
    public LearnedVersusConstructedSpec Spec { get; }

    /// <summary>The names of the objectives, in the spec's order.</summary>
    public ImmutableArray<string> Objectives { get; }

    /// <summary>The chosen learning rates.</summary>
    public ImmutableArray<NuisanceChoice> Choices { get; }

    /// <summary>Every arm that has a measurement.</summary>
    public ImmutableArray<ArmSeries> Arms { get; }

    /// <summary>The number of ReLUs with which each pair that is asked for has its own.</summary>
    public int NaiveWidth => Spec.Task.Pairs ?? Spec.Task.Features * (Spec.Task.Features - 1) / 2;

    /// <summary>The widths of the grid at which something besides the controls and the naive construction was measured.</summary>
    public IEnumerable<int> Widths => Arms.Where(arm => arm.Construction != "naive").SelectMany(arm => arm.Widths).Where(d => d > 0).Distinct().Order();

    /// <summary>The arms of a kind other than the naive construction, which has a width of its own.</summary>
    public IEnumerable<ArmSeries> Of(Arm arm) => Arms.Where(series => series.Arm == arm && series.Construction != "naive");

    /// <summary>The arm of a kind under an objective.</summary>
    public ArmSeries? Of(Arm arm, string objective) => Arms.FirstOrDefault(series => series.Arm == arm && series.Objective == objective);

    /// <summary>The control arm of a kind: its one measurement.</summary>
    public double? Control(Arm arm, Func<Measurement.ErrorReport, double> value) => Of(arm).FirstOrDefault() is { } series ? series.Of(0, value).Estimate?.Mean : null;

    /// <summary>Similarities of trained layers at the chosen learning rates.</summary>
    public IEnumerable<LayerLikeness> Likenesses =>
        from record in chosen
        where record.Part == Part.Whole
        from similarity in record.Similarities
        group (record.Seed, similarity.MeanCosine) by (Objective: record.Objective!, similarity.Construction, record.Neurons) into seeds
        orderby Objectives.IndexOf(seeds.Key.Objective), Spec.Scientific.Constructions.IndexOf(seeds.Key.Construction), seeds.Key.Neurons
        select new LayerLikeness(
            seeds.Key.Objective,
            seeds.Key.Construction,
            seeds.Key.Neurons,
            PerSeed.Of(seeds, s => s.Seed, s => s.MeanCosine.Value),
            PerSeed.Of(seeds, s => s.Seed, s => s.MeanCosine.Untrained),
            PerSeed.Of(seeds, s => s.Seed, s => s.MeanCosine.Shuffled));

    /// <summary>How much of the way from analytic to trained the read-off alone goes.</summary>
    public IEnumerable<ReadOffShare> ReadOffShares() => ReadOffShare.Of(this);

    private bool IsChosen(LearnedVersusConstructedRecord record) => record.LearningRate is null
        || Choices.Any(choice => choice.Part == record.Part && choice.Objective == record.Objective && choice.Neurons == record.Neurons && choice.LearningRate == record.LearningRate);
}

/// <summary>How alike trained layers are to a construction, beside their controls.</summary>
/// <param name="Objective">The objective.</param>
/// <param name="Construction">The construction.</param>
/// <param name="Neurons">d.</param>
/// <param name="Trained">Mean cosine of matched neurons.</param>
/// <param name="Untrained">The same of the layer before training.</param>
/// <param name="Shuffled">The same of the trained layer with its entries shuffled.</param>
internal sealed record LayerLikeness(string Objective, string Construction, int Neurons, PerSeed Trained, PerSeed Untrained, PerSeed Shuffled)
{
    /// <summary>How much more alike the trained layer is than its own shuffled entries, seed by seed.</summary>
    public PerSeed AboveShuffled => Trained.With(Shuffled, (trained, shuffled) => trained - shuffled);

    /// <summary>How much more alike the trained layer is than before training, seed by seed.</summary>
    public PerSeed AboveUntrained => Trained.With(Untrained, (trained, untrained) => trained - untrained);
}
