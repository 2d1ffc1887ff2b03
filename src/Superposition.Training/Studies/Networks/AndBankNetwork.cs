using System.ComponentModel;
using System.Text.Json;
using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.Networks;
using Superposition.Specs;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>How the neurons of an AND bank are chosen.</summary>
public enum BankChoice
{
    /// <summary>Whichever of tuned subsets and signs is predicted to give the smaller ε.</summary>
    Best,

    /// <summary>Random subsets of the density that is predicted to give the smallest ε.</summary>
    Subsets,

    /// <summary>Fair signs with the bias that is predicted to give the smallest ε.</summary>
    Signs,

    /// <summary>Random subsets of density 1/2, whatever that does.</summary>
    HalfDensity,

    /// <summary>Neurons of bias −1, which serve every fan-in: subsets or signs, whichever is predicted to give the smaller ε.</summary>
    OneBank,
}

/// <summary>A bank of random neurons that computes ANDs of t features.</summary>
[Description("A bank of random neurons with its centred read-off, for ANDs of t features.")]
public sealed record AndBankNetwork : RandomNetworkSpec, IBuiltNetwork
{
    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of neurons.")]
    public required int Neurons { get; init; }

    /// <summary>How its neurons are chosen.</summary>
    [Description("How neurons are drawn: subsets of the density predicted best, signs of the bias predicted best, the best of the two "
        + "(when left out), half-density, subsets of density 1/2, or one-bank, neurons of bias −1 that serve every fan-in.")]
    public BankChoice Bank { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) => SpecRules.Between($"{path}.neurons", Neurons, 1, 1_000_000);

    /// <inheritdoc/>
    public override int Width(TaskSpec task) => Neurons;

    /// <inheritdoc/>
    public override double Cost(TaskSpec task) => 0.1 + (1e-4 * Neurons);

    /// <inheritdoc/>
    public override DrawnNetwork Draw(StudyBench bench, CellContext context)
    {
        var targets = bench.Targets as FanInAnds ?? throw new ConstructionFailedException(
            "The task asks for other functions than ANDs of t features each, which an AND bank computes.");
        var (inputs, fanIn) = (bench.Task.Inputs.Space, targets.FanIn);
        var bank = Bank switch
        {
            BankChoice.Best => HighFanInAnd.Tune(fanIn, Neurons, inputs),
            BankChoice.Subsets => HighFanInAnd.Tune(fanIn, Neurons, inputs, BankWeights.Subsets),
            BankChoice.Signs => HighFanInAnd.Tune(fanIn, Neurons, inputs, BankWeights.Signs),
            BankChoice.OneBank => HighFanInAnd.TuneShared(fanIn, Neurons, inputs),
            _ => AndBank.Subsets(fanIn, Neurons, density: 0.5),
        };
        var name = FormattableString.Invariant(
            $"and{fanIn}-{JsonNamingPolicy.KebabCaseLower.ConvertName(Bank.ToString())}-d{Neurons}-seed{bench.Seed}");
        using var generator = bench.SeedOf(DrawnAs ?? name).Generator("construction");
        return new DrawnNetwork(HighFanInAnd.Build(bank, inputs, targets, generator))
        {
            Predict = () => HighFanInAnd.Predict(bank, inputs, targets.Count),
            Design = [new("density", bank.Density), new("bias", bank.Bias)],
        };
    }
}
