using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;
using Superposition.Training;
using static TorchSharp.torch;

namespace Superposition.Tests.Objectives;

/// <summary>A loss of a few lines trains, and where there is a hand-written form of it both are the same.</summary>
public class PlainObjectiveTests
{
    private static readonly BooleanTask Task = new(new SparseInputs(10, 3, Sparsity.AtMost), PairAnds.All(10));

    public static TheoryData<string> Forms => new("MSE", "L4", "BCE", "hinge");

    [Theory, MemberData(nameof(Forms))]
    public void Plain_and_hand_written_forms_are_one_loss_with_one_derivative(string form)
    {
        var (written, plain) = Pair(form);
        var (expectedLoss, expected) = Evaluate(written);
        var (loss, gradients) = Evaluate(plain);
        Assert.Equal(expectedLoss, loss, 1e-5 * Math.Abs(expectedLoss));
        foreach (var (one, other) in expected.Zip(gradients))
        {
            Assert.True(one.Max(Math.Abs) > 0);
            Assert.All(one.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-5f * one.Max(Math.Abs)));
        }
    }

    /// <summary>A loss that no hand-written objective has, through layers, bias and all.</summary>
    [Fact]
    public void A_loss_of_ones_own_trains_at_once()
    {
        var huber = new PlainObjective("Huber", (outputs, targets) => nn.functional.smooth_l1_loss(outputs, targets));
        using var network = UntrainedNetwork.OneLayer(Task.Inputs, 24, Task.Outputs, new Seed(1));
        var settings = new TrainingSettings
        {
            Steps = 150,
            Batch = null,
            Optimizer = Optimizer.Adam,
            WeightDecay = 0,
            Schedule = Schedule.Cosine,
            WarmUp = 0
        };
        var outcome = Trainer.Train(network, new TrainingPlan(TrainedParts.Whole, Task, huber, settings, 0.01), new Seed(2));
        Assert.Null(outcome.DivergedAt);
        Assert.InRange(outcome.FinalLoss, 0, 0.5 * outcome.Trace[0].Loss);
    }

    [Fact]
    public void A_function_that_gives_no_single_number_is_refused() =>
        Assert.Contains(
            "expected one", Assert.Throws<ArgumentException>(
            () => Evaluate(new PlainObjective("errors", (outputs, targets) => outputs - targets))).Message, StringComparison.Ordinal);

    private static (IObjective Written, IObjective Plain) Pair(string form) => form switch
    {
        "MSE" => (new PowerLoss(2), new PlainObjective("MSE", (o, y) => (o - y).square().mean())),
        "L4" => (new PowerLoss(4), new PlainObjective("L4", (o, y) => (o - y).pow(4).mean())),
        "BCE" => (new CrossEntropy(), new PlainObjective("BCE", (o, y) => nn.functional.softplus(-((2 * y) - 1) * ((2 * o) - 1)).mean())),
        _ => (new Hinge(), new PlainObjective("hinge", (o, y) => nn.functional.relu(1 - (((2 * y) - 1) * ((2 * o) - 1))).mean())),
    };

    private static (double Loss, float[][] Gradients) Evaluate(IObjective objective)
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(5).Generator("weights");
        using var workspace = new Workspace();
        var batch = Task.Batch(new Seed(3), 0, 64);
        var (h, r, c) = (rand(64, 12, generator: generator), randn(Task.Outputs, 12, generator: generator),
            randn(Task.Outputs, generator: generator) * 0.1);
        var pass = new ReadOffPass(h, r, c, batch.Targets, workspace)
        {
            ActivationGradient = zeros_like(h),
            WeightGradient = zeros_like(r),
            BiasGradient = zeros_like(c)
        };
        var loss = objective.Evaluate(pass);
        return (loss,
            [.. new[] { pass.ActivationGradient!, pass.WeightGradient!, pass.BiasGradient! }.Select(gradient =>
            gradient.data<float>().ToArray())]);
    }
}
