using Superposition.Experiments.LearnedVersusConstructed;

namespace Superposition.Tests.Experiments.LearnedVersusConstructed;

/// <summary>Learning rates are chosen by training loss alone, and never one that diverged.</summary>
public class NuisanceSelectionTests
{
    [Fact]
    public void Rate_with_the_lowest_mean_loss_over_seeds_is_chosen()
    {
        // The lowest single loss belongs to the rate that is worse in the mean.
        var choice = Assert.Single(NuisanceSelection.Choose([Cell(0.01, 0, 0.1), Cell(0.01, 1, 9), Cell(0.001, 0, 1), Cell(0.001, 1, 2)]));
        Assert.Equal(0.001, choice.LearningRate);
        Assert.Equal([1.5, 4.55], choice.Candidates.Select(candidate => candidate.MeanLoss!.Value));
    }

    [Fact]
    public void Rate_that_diverged_at_any_seed_is_not_chosen()
    {
        var choice = Assert.Single(NuisanceSelection.Choose([Cell(0.01, 0, 0.1), Cell(0.01, 1, double.MaxValue, divergedAt: 7), Cell(0.001, 0, 1), Cell(0.001, 1, 2)]));
        Assert.Equal(0.001, choice.LearningRate);
        Assert.Equal([(0, 1.5), (1, null)], choice.Candidates.Select(candidate => (candidate.Diverged, candidate.MeanLoss)));
    }

    [Fact]
    public void Nothing_is_chosen_where_every_rate_diverged() =>
        Assert.Null(Assert.Single(NuisanceSelection.Choose([Cell(0.01, 0, double.MaxValue, divergedAt: 7), Cell(0.001, 0, double.MaxValue, divergedAt: 9)])).LearningRate);

    [Fact]
    public void Rates_of_an_unfinished_run_are_compared_on_the_seeds_that_all_have()
    {
        var choice = Assert.Single(NuisanceSelection.Choose([Cell(0.001, 0, 3), Cell(0.001, 1, 0.1), Cell(0.01, 0, 2)]));
        Assert.Equal(0.01, choice.LearningRate);
        Assert.All(choice.Candidates, candidate => Assert.Equal(1, candidate.Seeds));
    }

    [Fact]
    public void Every_point_of_the_grid_has_its_own_choice_and_untrained_cells_have_none()
    {
        var choices = NuisanceSelection.Choose(
        [
            Cell(0.01, 0, 1), Cell(0.001, 0, 2), Cell(0.01, 0, 2) with { Neurons = 64 }, Cell(0.001, 0, 1) with { Neurons = 64 }, Cell(0.01, 0, 2) with { Part = Part.ReadOff }, Cell(0.001, 0, 1) with { Part = Part.ReadOff },
            Cell(0.01, 0, 2) with { Objective = "L4" }, Cell(0.001, 0, 1) with { Objective = "L4" },
            new LearnedVersusConstructedRecord { Cell = "sign", Seed = 0, Part = Part.Constructed, Neurons = 32, Construction = "sign", Arms = [] },
        ]);
        Assert.Equal(4, choices.Length);
        Assert.Equal(0.01, choices.Single(choice => choice is { Part: Part.Whole, Objective: "MSE", Neurons: 32 }).LearningRate);
        Assert.All(choices.Where(choice => choice is not { Part: Part.Whole, Objective: "MSE", Neurons: 32 }), choice => Assert.Equal(0.001, choice.LearningRate));
    }

    private static LearnedVersusConstructedRecord Cell(double rate, ulong seed, double loss, long? divergedAt = null) => new()
    {
        Cell = $"trained-lr{rate}-seed{seed}",
        Seed = seed,
        Part = Part.Whole,
        Neurons = 32,
        Objective = "MSE",
        LearningRate = rate,
        FinalLoss = loss,
        DivergedAt = divergedAt,
        Arms = [],
    };
}
