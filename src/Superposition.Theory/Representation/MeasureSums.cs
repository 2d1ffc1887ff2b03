namespace Superposition.Representation;

/// <summary>
/// What follows from a signed measure μ, enclosed from the raw activations. For a read-off w with error ε, Σ μ_i e_i = δ·w −
/// Σ_{positives} μ_i with δ = Aᵀμ, so ε Σ|μ_i| ≥ |Σ_{positives} μ_i| − Σ_j |δ_j||w_j|: the last sum, the defect, is what
/// orthogonality fails by.
/// </summary>
internal sealed class MeasureSums
{
    private readonly Enclosure[] onNeurons;
    private readonly Enclosure onConstant;
    private readonly Enclosure onPositives;
    private readonly double largestTotal;

    private MeasureSums(Enclosure[] onNeurons, Enclosure onConstant, Enclosure onPositives, double largestTotal)
    {
        this.onNeurons = onNeurons;
        this.onConstant = onConstant;
        this.onPositives = onPositives;
        this.largestTotal = largestTotal;
    }

    /// <summary>What the measure would prove if it were orthogonal.</summary>
    public double IfOrthogonal => Math.Abs(onPositives.Value) / largestTotal;

    /// <summary>Integrates every neuron, the constant and the target.</summary>
    public static MeasureSums Of(InputActivations activations, BooleanTarget target, SignedMeasure measure)
    {
        var count = measure.Inputs.Length;
        var products = new double[activations.Neurons];
        var absolutes = new double[activations.Neurons];
        double sum = 0, total = 0, positive = 0, positiveTotal = 0;
        for (var i = 0; i < count; i++)
        {
            var (input, weight) = (measure.Inputs[i], measure.Weights[i]);
            Enclosure.AddRow(weight, activations[input], products, absolutes);
            sum += weight;
            total += Math.Abs(weight);
            positive += target[input] ? weight : 0;
            positiveTotal += target[input] ? Math.Abs(weight) : 0;
        }

        return new MeasureSums(
            [.. products.Select((product, j) => Enclosure.OfSum(product, absolutes[j], count).Widened(total * activations.Radii[j]))],
            Enclosure.OfSum(sum, total, count),
            Enclosure.OfSum(positive, positiveTotal, count),
            Enclosure.OfSum(total, total, count).Upper);
    }

    /// <summary>
    /// The largest defect for read-offs worth having: at least as good as the constant 1/2 or as 0, with values within 3/2 or 2.
    /// </summary>
    public double Defect(InputActivations activations, ReadOffForm form, WeightBounds bounds)
    {
        var columns = activations.Columns(form);
        var defect = form == ReadOffForm.Affine ? onConstant.LargestDistance(0) * bounds.Largest[^1] : 0;
        for (var j = 0; j < columns.Length; j++)
        {
            defect += onNeurons[columns[j]].LargestDistance(0) * bounds.Largest[j];
        }

        return Outward(defect * (form == ReadOffForm.Affine ? 1.5 : 2));
    }

    /// <summary>The largest defect for read-offs whose constant and terms |w_j a_j| stay within a limit.</summary>
    public double Defect(InputActivations activations, ReadOffForm form, double largestTerm)
    {
        var defect = form == ReadOffForm.Affine ? onConstant.LargestDistance(0) : 0;
        for (var j = 0; j < onNeurons.Length; j++)
        {
            // A silent neuron adds nothing whatever its weight.
            defect += activations.LargestOf[j] == 0 ? 0 : onNeurons[j].LargestDistance(0) / activations.LargestOf[j];
        }

        return Outward(defect * largestTerm);
    }

    /// <summary>The bound on ε that remains.</summary>
    public double Bound(double defect) =>
        Math.Max(0, Math.BitDecrement(Math.BitDecrement(onPositives.SmallestDistance(0) - defect) / largestTotal));

    /// <summary>Sums and products of non-negative numbers: relative slack for their rounding.</summary>
    private double Outward(double sum) => sum * (1 + ((onNeurons.Length + 8) * Math.ScaleB(1, -52)));
}
