"""Times the engine against PyTorch: the same networks, in turns on the same machine. Prints a table in Markdown.

    make build
    pip install torch dynamic-network-architectures
    python Benchmarks/compare_pytorch.py            # --only task04-batch1 for one network, --rounds 3 for more turns

PyTorch runs eagerly, as nnU-Net runs it on a processor: float32, or bfloat16 through autocast; loss and optimiser are nnU-Net's.
Every measurement is a process of its own. Times are medians; memory is what the process grew by from before the network was made.
"""
import argparse, datetime, json, platform, resource, statistics, subprocess, sys, time

NETWORKS = {  # features, blocks, patch, batch: as in `seg benchmark`
    "task04-batch1": ([32, 64, 128, 256], [1, 3, 4, 6], [40, 56, 40], 1),
    "task04-batch9": ([32, 64, 128, 256], [1, 3, 4, 6], [40, 56, 40], 9),
    "patch96-batch2": ([32, 64, 128, 256, 320], [1, 3, 4, 6, 6], [96, 96, 96], 2),
}


def time_pytorch(name, precision, threads):
    """One network in this process."""
    import torch
    from dynamic_network_architectures.architectures.unet import ResidualEncoderUNet
    from torch import nn
    from torch.nn import functional

    torch.set_num_threads(threads)
    torch.manual_seed(1)
    before = resident()
    features, blocks, patch, batch = NETWORKS[name]
    stages = len(features)
    network = ResidualEncoderUNet(
        1, stages, features, nn.Conv3d, 3, [1] + [2] * (stages - 1), blocks, 3, [1] * (stages - 1), True,
        nn.InstanceNorm3d, {"eps": 1e-5, "affine": True}, None, None, nn.LeakyReLU, {"inplace": True},
        deep_supervision=True)
    optimizer = torch.optim.SGD(network.parameters(), lr=1e-3, momentum=0.99, nesterov=True, weight_decay=3e-5)
    image = torch.randn(batch, 1, *patch)
    labels = torch.randint(0, 3, (batch, 1, *patch)).float()

    def autocast():
        return torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bfloat16")

    def loss(outputs):
        weights = [1 / 2**i for i in range(len(outputs))]
        weights[-1] = 0
        total = 0
        for logits, weight in zip(outputs, weights):
            if not weight:
                continue
            target = functional.interpolate(labels, size=logits.shape[2:], mode="nearest-exact")[:, 0].long()
            one_hot = torch.zeros(logits.shape, dtype=torch.bool).scatter_(1, target[:, None], True)[:, 1:]
            probabilities = torch.softmax(logits, 1)[:, 1:]
            axes = (2, 3, 4)
            overlap = 2 * (probabilities * one_hot).sum(axes) + 1e-5
            dice = overlap / (probabilities.sum(axes) + one_hot.sum(axes) + 1e-5).clip(1e-8)
            total = total + weight / sum(weights) * (functional.cross_entropy(logits, target) - dice.mean())
        return total

    def forward():
        with torch.no_grad(), autocast():
            network(image)

    def step():
        optimizer.zero_grad(set_to_none=True)
        with autocast():
            value = loss(network(image))
        value.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 12)
        optimizer.step()

    def median(run, repetitions=3):
        run()
        seconds = []
        for _ in range(repetitions):
            start = time.perf_counter()
            run()
            seconds.append(time.perf_counter() - start)
        return statistics.median(seconds)

    network.decoder.deep_supervision = False
    result = {"forward": median(forward)}
    network.decoder.deep_supervision = True
    result["step"] = median(step)
    result["bytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before
    result["version"] = torch.__version__
    print(json.dumps(result))


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def run(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def compare(arguments):
    print("| network | precision | pass | PyTorch | seg | faster | memory: PyTorch | seg | part |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    float32_steps = {}
    notes = []
    for name in NETWORKS:
        if arguments.only not in name:
            continue
        for precision in arguments.precision:
            peer, own = [], []
            for _ in range(arguments.rounds):
                peer.append(run([sys.executable, __file__, "--pytorch", name, precision, "--threads", str(arguments.threads)]))
                report = run([arguments.seg, "benchmark", "--json", "--only", name, "--precision", precision,
                              "--threads", str(arguments.threads)])
                own.append(report["networks"][0])
            for part in ("forward", "step"):
                theirs = statistics.median(result[part] for result in peer)
                ours = statistics.median(result[part]["seconds"] for result in own)
                row = f"| {name} | {precision} | {part} | {theirs:.3f} s | {ours:.3f} s | **{theirs / ours:.2f}x** |"
                if part == "step":
                    memory = statistics.median(result["bytes"] for result in peer)
                    taken = statistics.median(result["resident_bytes"] for result in own)
                    row += f" {memory / 2**20:.0f} MB | {taken / 2**20:.0f} MB | {taken / memory:.2f} |"
                    if precision == "float32":
                        float32_steps[name] = theirs
                    elif name in float32_steps:
                        notes.append(f"{name}: a step of seg in {precision} is {float32_steps[name] / ours:.1f}x as fast as PyTorch's in float32.")
                else:
                    row += " | | |"
                print(row, flush=True)
    print()
    for note in notes:
        print(note)
    print(f"{datetime.date.today()}, {report['processor']} ({arguments.threads} threads), {platform.system()} {platform.machine()}, "
          f"PyTorch {peer[0]['version']}, oneDNN {report['onednn']} in seg, memory {report['memory_gbs']:.0f} GB/s.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seg", default=".build/release/seg", help="the program")
    parser.add_argument("--only", default="", help="networks whose names hold this")
    parser.add_argument("--precision", nargs="+", default=["float32", "bfloat16"], choices=["float32", "bfloat16"])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1, help="how often each is measured, in turns")
    parser.add_argument("--pytorch", nargs=2, metavar=("NETWORK", "PRECISION"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.pytorch:
        time_pytorch(*arguments.pytorch, arguments.threads)
    else:
        compare(arguments)
