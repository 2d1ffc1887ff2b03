using BenchmarkDotNet.Running;
using Superposition.Benchmarks;

// `peer [rounds]` sets training steps beside the same steps in PyTorch; anything else is for BenchmarkDotNet (for example --filter "*Gram*").
if (args is ["peer", .. var rest])
{
    return PeerTable.Run(rest);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, new InOneProcess());
return 0;
