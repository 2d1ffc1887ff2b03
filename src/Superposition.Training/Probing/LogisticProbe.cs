using Microsoft.ML;
using Microsoft.ML.Data;
using Superposition.Booleans;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// A logistic probe of one label (Microsoft.ML, L-BFGS with an L2 penalty), independent of the least-squares probes in every line: what
/// they agree on is not an accident of a solver.
/// </summary>
/// <param name="penalty">The weight of the L2 penalty.</param>
public sealed class LogisticProbe(float penalty)
{
    /// <summary>What the probe says, as probabilities, on inputs that it was not fitted on, n numbers.</summary>
    /// <param name="activations_nd">Shape [n, d].</param>
    /// <param name="labels">n zeros and ones.</param>
    /// <param name="folds">Which inputs are fitted on and which are told.</param>
    /// <param name="seed">The seed of Microsoft.ML.</param>
    public double[] HeldOut(Tensor activations_nd, IReadOnlyList<bool> labels, Folds folds, Seed seed)
    {
        using var scope = NewDisposeScope();
        var context = new MLContext((int)(seed.For("logistic").Value & int.MaxValue));
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, (int)activations_nd.shape[1]);
        var values = new double[labels.Count];
        for (var fold = 0; fold < folds.Count; fold++)
        {
            using var step = NewDisposeScope();
            var rows = Rows(activations_nd, labels, folds.Others(fold));
            Row[] known = [.. folds.Others(fold).Select(i => rows[i])];
            if (known.All(row => row.Label) || !known.Any(row => row.Label))
            {
                // Nothing tells one value from the other: the one that was seen is all that can be said.
                foreach (var i in folds.Members(fold))
                {
                    values[i] = known[0].Label ? 1 : 0;
                }

                continue;
            }

            var fitting = context.Data.LoadFromEnumerable(known, schema);
            var trainer = context.BinaryClassification.Trainers.LbfgsLogisticRegression(
                new()
                {
                    LabelColumnName = nameof(Row.Label),
                    FeatureColumnName = nameof(Row.Features),
                    L1Regularization = 0,
                    L2Regularization = penalty,
                    NumberOfThreads = 1
                });
            var model = trainer.Fit(fitting).Model;
            var held = folds.Members(fold);
            var told = model.SubModel;
            foreach (var i in held)
            {
                double score = told.Bias;
                for (var j = 0; j < rows[i].Features.Length; j++)
                {
                    score += told.Weights[j] * rows[i].Features[j];
                }

                values[i] = 1 / (1 + Math.Exp(-score));
            }
        }

        return values;
    }

    /// <summary>
    /// All inputs, each neuron in its standard deviations on the inputs that are fitted on: a penalty on weights would otherwise be one on
    /// units.
    /// </summary>
    private static Row[] Rows(Tensor activations_nd, IReadOnlyList<bool> labels, long[] fitting)
    {
        var d = (int)activations_nd.shape[1];
        var a_nd = activations_nd.to(float64);
        var cells =
            NeuronUnits.Of(a_nd.index_select(0, tensor(fitting, int64))).Standardise(a_nd).to(float32).contiguous().data<float>().ToArray();
        return [.. labels.Select((label, i) => new Row { Label = label, Features = cells[(i * d)..((i + 1) * d)] })];
    }

    /// <summary>One input as Microsoft.ML takes it.</summary>
    private sealed class Row
    {
        public bool Label { get; set; }

        public float[] Features { get; set; } = [];
    }
}
