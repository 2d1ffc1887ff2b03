// A loss that the library does not have, written as one line of TorchSharp, trained on a task of one's own,
// and measured next to the built-in L4.
// Run it with: dotnet run --project docs/examples/own-objective -c Release
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Objectives;
using Superposition.Tasks;
using Superposition.Training;

var seed = new Seed(0);
var task = new TaskSpec
{
    Inputs = new AtMostActiveSpec { Features = 12, Active = 3 },
    Targets = new GatesSpec { List = ["differ = xor x0 x1", "both = and x2 x3", "some = or x4 x5 x6", "most = maj x7 x8 x9"] },
}.Draw(seed);

// Errors count in proportion to the fourth power, and outputs that are off twice as much as those that are on.
var lopsided = new PlainObjective("lopsided L4", (outputs, targets) => ((2 - targets) * (outputs - targets).pow(4)).mean());
var settings = new TrainingSettings
{
    Steps = 1000,
    Batch = 256,
    Optimizer = Optimizer.Adam,
    WeightDecay = 0,
    Schedule = Schedule.Cosine,
    WarmUp = 50,
};

foreach (IObjective objective in (IObjective[])[lopsided, new PowerLoss(4)])
{
    using var network = UntrainedNetwork.OneLayer(task.Inputs.Space, neurons: 24, task.Outputs, seed);
    Trainer.Train(network, new TrainingPlan(TrainedParts.Whole, task, objective, settings, LearningRate: 0.01), seed.For("training-data"));
    var errors = task.Errors(network, most: 10_000, seed.For("measurement"));
    Console.WriteLine($"{objective.Name}: ε {errors.Epsilon:F3}, {errors.ThresholdErrors} outputs on the wrong side of ½, "
        + $"over {errors.Inputs} inputs");
}
