package com.example.mover;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An address is here while a folder has a note of its name: local, quick, nothing to wait for. */
final class NotesMover implements VipMover {
  private final Path folder;
  private volatile boolean closed;

  NotesMover(Path folder) {
    this.folder = folder;
  }

  private Path note(VirtualAddress address) {
    return folder.resolve(address.address().getHostAddress());
  }

  @Override
  public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
    return change(
        () -> {
          try {
            Files.createFile(note(address));
            return new VipOutcome.Held(false);
          } catch (FileAlreadyExistsException e) {
            return new VipOutcome.Held(true);
          }
        });
  }

  @Override
  public CompletionStage<VipOutcome> release(VirtualAddress address) {
    return change(
        () -> {
          Files.deleteIfExists(note(address));
          return new VipOutcome.Released();
        });
  }

  @Override
  public CompletionStage<VipHolder> inspect(VirtualAddress address) {
    VipHolder holder =
        closed
            ? new VipHolder.Unknown("the mover is closed")
            : Files.exists(note(address)) ? new VipHolder.Here() : new VipHolder.Absent();
    return CompletableFuture.completedFuture(holder);
  }

  private interface Change {
    VipOutcome apply() throws IOException;
  }

  private CompletionStage<VipOutcome> change(Change change) {
    VipOutcome outcome = new VipOutcome.Failed("the mover is closed", Duration.ZERO);
    try {
      outcome = closed ? outcome : change.apply();
    } catch (IOException e) {
      outcome = new VipOutcome.Failed(e.toString(), Duration.ofSeconds(1));
    }
    return CompletableFuture.completedFuture(outcome);
  }

  @Override
  public void close() {
    closed = true;
  }
}
