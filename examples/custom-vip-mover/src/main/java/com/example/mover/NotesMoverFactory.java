package com.example.mover;

import io.mainstay.vip.MoverSettings;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipMoverFactory;
import io.mainstay.vip.VirtualAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code mover-settings}, for {@code mainstay check} too. */
final class NotesMoverFactory implements VipMoverFactory {
  private static final String FOLDER = "folder";

  @Override
  public VipMover create(List<VirtualAddress> addresses, Map<String, String> written) {
    return new NotesMover(folder(written));
  }

  @Override
  public void check(Map<String, String> written) {
    folder(written);
  }

  /** No secret: {@code mainstay check} may print it. */
  @Override
  public Set<String> plainSettings() {
    return Set.of(FOLDER);
  }

  private static Path folder(Map<String, String> written) {
    MoverSettings settings = new MoverSettings("notes", written);
    Path folder = Path.of(settings.requiredText(FOLDER));
    settings.refuseOthers();
    return folder;
  }
}
