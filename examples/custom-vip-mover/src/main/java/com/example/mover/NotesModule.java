package com.example.mover;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import io.mainstay.vip.MoverSettings;
import io.mainstay.vip.VipMoverFactory;
import java.nio.file.Path;

/** Brings the mover under the name {@code notes}. */
public final class NotesModule extends AbstractModule {
  @Override
  protected void configure() {
    VipMoverFactory factory =
        (addresses, written) -> {
          MoverSettings settings = new MoverSettings("notes", written);
          Path folder = Path.of(settings.requiredText("folder"));
          settings.refuseOthers();
          return new NotesMover(folder);
        };
    MapBinder.newMapBinder(binder(), String.class, VipMoverFactory.class)
        .addBinding("notes")
        .toInstance(factory);
  }
}
